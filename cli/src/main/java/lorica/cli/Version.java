package lorica.cli;

import lorica.generate.CodeVersion;
import picocli.CommandLine.IVersionProvider;

/// `lorica --version`.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"lorica " + CodeVersion.number()};
    }
}
