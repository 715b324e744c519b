#!/usr/bin/env bash
# A release for this machine's kind: builds Lorica and packs it with its own Java, so that it runs where none is installed.
#
#   ./release.sh             target/release/lorica-VERSION-OS-ARCH.tar.gz and its SHA-256
#   ./release.sh --built     the same from what is built already
set -euo pipefail
cd "$(dirname "$0")"
. .mvn/jdk.sh

[ "${1-}" = --built ] || ./mvnw -q -DskipTests package

version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' pom.xml | head -1)
name=lorica-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
out=target/release
jar=lorica-cli-$version.jar
[ -e "cli/target/$jar" ] || { echo "release.sh: cli/target/$jar: expected what the build makes, found none; run it without --built" >&2; exit 1; }

rm -rf "$out"
mkdir -p "$out/input"
cp cli/target/lib/*.jar "cli/target/$jar" "$out/input/"

# The incubating Vector API is in no default set of modules; the commands stay, because ./lorica starts java.
"$JAVA_HOME/bin/jpackage" --type app-image --name lorica --app-version "$version" \
  --input "$out/input" --main-jar "$jar" --main-class lorica.cli.Main \
  --add-modules java.se,jdk.incubator.vector,jdk.unsupported,jdk.crypto.ec,jdk.charsets,jdk.zipfs,jdk.management \
  --jlink-options '--strip-debug --no-header-files --no-man-pages' \
  --java-options --add-modules=jdk.incubator.vector \
  --java-options --enable-native-access=ALL-UNNAMED \
  --java-options --sun-misc-unsafe-memory-access=allow \
  --java-options -XX:+UseSerialGC \
  --dest "$out"
mv "$out/lorica" "$out/$name"
rm -rf "$out/input"

# jpackage's own launcher (bin/lorica) cannot set what must be set before Java starts.
cat >"$out/$name/lorica" <<'SCRIPT'
#!/bin/sh
# Runs Lorica with the Java that came with it.
set -eu
home=$(dirname "$(readlink -f "$0" 2>/dev/null || printf '%s' "$0")")
streams=
if [ -t 1 ] || [ -t 2 ]; then
  size=$(stty size </dev/tty 2>/dev/null) || size='0 0'
  [ ! -t 1 ] || streams="-Dlorica.stdout.columns=${size#* }"
  [ ! -t 2 ] || streams="$streams -Dlorica.stderr.columns=${size#* }"
fi
export OMP_WAIT_POLICY=PASSIVE # idle OpenMP threads must not spin on a small machine
exec "$home/lib/runtime/bin/java" $streams \
  --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC \
  -cp "$home/lib/app/*" lorica.cli.Main "$@"
SCRIPT
chmod +x "$out/$name/lorica"
cp LICENSE README.md CHANGELOG.md "$out/$name/"

"$out/$name/lorica" --version
tar -C "$out" -czf "$out/$name.tar.gz" "$name"
(cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "$out/$name.tar.gz"
