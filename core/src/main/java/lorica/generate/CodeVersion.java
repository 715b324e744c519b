package lorica.generate;

/// The version of Lorica as the build wrote it into the jar's manifest.
public final class CodeVersion {
    private CodeVersion() {}

    /// For instance `0.1.0`; `development` where classes run without their jar.
    public static String number() {
        String version = CodeVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
