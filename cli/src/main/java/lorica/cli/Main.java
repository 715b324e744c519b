package lorica.cli;

import lorica.generate.CodeVersion;

/// The first class of the process: answers `--version` before anything else is loaded.
///
/// Reading the annotations of the commands costs a few hundred milliseconds, which scripts that
/// only ask for the version need not pay.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1
                && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
            System.out.println(Lorica.NAME + " " + CodeVersion.number());
            return;
        }
        Lorica.main(arguments);
    }
}
