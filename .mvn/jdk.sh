# Sourced by ./lorica and ./mvnw: sets JAVA_HOME to a JDK of at least version 25.
#
# Candidates are judged by their `release` file; none is started, because starting a JVM to ask its version
# costs more than the whole search. A JDK (with javac) is wanted because the first run builds the project.

lorica_jdk_version() { # prints the major version of the JDK in $1, or nothing
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r lorica_line; do
    case $lorica_line in
      JAVA_VERSION=*)
        lorica_line=${lorica_line#JAVA_VERSION=}
        lorica_line=${lorica_line#\"}
        lorica_line=${lorica_line%\"}
        lorica_line=${lorica_line%%[.+-]*}
        case $lorica_line in '' | *[!0-9]*) ;; *) printf '%s' "$lorica_line" ;; esac
        return 0
        ;;
    esac
  done <"$1/release"
}

lorica_find_jdk() { # prints the first JDK >= 25 among the candidates
  set +f
  lorica_java=$(command -v java 2>/dev/null || :)
  if [ -n "$lorica_java" ] && [ -L "$lorica_java" ]; then
    lorica_java=$(readlink -f "$lorica_java" 2>/dev/null || printf '%s' "$lorica_java")
  fi
  lorica_path_home=${lorica_java%/bin/java}
  for lorica_home in "${LORICA_JAVA_HOME-}" "${JAVA_HOME-}" "$lorica_path_home" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/*jdk* /usr/local/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
    "${HOME-}"/.asdf/installs/java/*; do
    [ -n "$lorica_home" ] || continue
    lorica_version=$(lorica_jdk_version "$lorica_home")
    if [ -n "$lorica_version" ] && [ "$lorica_version" -ge 25 ]; then
      printf '%s' "$lorica_home"
      return 0
    fi
  done
}

JAVA_HOME=$(lorica_find_jdk)
if [ -z "$JAVA_HOME" ]; then
  cat >&2 <<'MESSAGE'
lorica: no JDK 25 found.
  expected: a JDK of version 25 or newer (its `release` file says JAVA_VERSION="25...")
  looked in: $LORICA_JAVA_HOME, $JAVA_HOME, the java on the PATH, /usr/lib/jvm, /usr/lib64/jvm, /usr/java, /opt,
             /usr/local, /Library/Java/JavaVirtualMachines, Homebrew, and SDKMAN, mise, asdf and ~/.jdks under your home
  way out:  install one (Debian: openjdk-25-jdk or temurin-25-jdk) or set LORICA_JAVA_HOME to its folder
MESSAGE
  exit 1
fi
export JAVA_HOME
