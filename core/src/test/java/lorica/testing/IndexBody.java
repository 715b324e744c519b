package lorica.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import lorica.storage.Checksum;

/// Any body as the portable index that it would be: with its length and its checksum, so that
/// whoever reads it believes it (docs/formats.md).
public final class IndexBody {
    private IndexBody() {}

    public static byte[] file(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write("LORICAX1".getBytes(UTF_8));
            out.writeLong(body.length);
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
                deflated.write(body);
            }
        }
        bytes.writeBytes(Checksum.ofBytes(bytes.toByteArray()).bytes());
        return bytes.toByteArray();
    }
}
