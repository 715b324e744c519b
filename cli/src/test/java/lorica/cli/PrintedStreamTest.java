package lorica.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrintedStreamTest {
    @Test
    void whatIsPrintedArrives() {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        PrintedStream printed = new PrintedStream(to);
        new PrintWriter(new OutputStreamWriter(printed, UTF_8), true).println("τ = 1");
        assertThat(to.toString(UTF_8)).isEqualTo("τ = 1\n");
        assertThat(exitCode(printed, new StringWriter())).isEqualTo(ExitCode.OK);
    }

    @Test
    void aFullDiskBehindStandardOutputIsAFailure() {
        StringWriter err = new StringWriter();
        PrintedStream printed = printedTo("No space left on device");
        assertThat(exitCode(printed, err)).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString())
                .startsWith("lorica: standard output: expected room for what is printed, found")
                .contains("No space left on device");
    }

    @Test
    void aReaderThatHadEnoughIsNone() {
        StringWriter err = new StringWriter();
        assertThat(exitCode(printedTo("Broken pipe"), err)).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).isEmpty();
    }

    private static int exitCode(PrintedStream printed, StringWriter err) {
        return Lorica.afterPrinting(printed, new PrintWriter(err, true));
    }

    private static PrintedStream printedTo(String reason) {
        PrintedStream printed =
                new PrintedStream(
                        new OutputStream() {
                            @Override
                            public void write(int one) throws IOException {
                                throw new IOException(reason);
                            }
                        });
        new PrintWriter(new OutputStreamWriter(printed, UTF_8), true).println("lost");
        return printed;
    }
}
