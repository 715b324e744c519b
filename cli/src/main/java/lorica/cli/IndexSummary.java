package lorica.cli;

import lorica.generate.IndexReport;
import tools.jackson.databind.node.ObjectNode;

/// What a command says of the bank's index that it used.
record IndexSummary(IndexReport read) {
    /// Adds the property `read` to a document.
    void addTo(ObjectNode document) {
        document.putObject("read")
                .put("datasetsRead", read.datasetsRead())
                .put("tokens", read.tokens())
                .put("countsRead", read.countsRead())
                .put("fingerprintsRead", read.fingerprintsRead())
                .put("fingerprintsComputed", read.fingerprintsComputed())
                .put("mended", read.damaged().size())
                .put("unkept", read.unkept().size());
    }

    /// Says on stderr what was wrong with it.
    void warn(Screen screen) {
        read.damaged()
                .forEach(
                        blob ->
                                screen.err()
                                        .println(
                                                "warning: %s was damaged (%s); computed again"
                                                        .formatted(blob.file(), blob.fault())));
        if (!read.unkept().isEmpty()) {
            screen.err()
                    .println(
                            "warning: not kept in the bank: %d blobs, computed again next time; the first: %s"
                                    .formatted(read.unkept().size(), read.unkept().getFirst()));
        }
    }
}
