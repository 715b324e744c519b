package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import lorica.bank.BankException;
import lorica.bank.OtherBaseException;
import lorica.mixture.MixtureException;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void adaptersThatDoNotFitHaveTheirOwnExitCode() {
        Failure failure = Failure.of(new MixtureException("'a' and 'b'", "rank 4", "rank 8"));
        assertThat(failure.exitCode()).isEqualTo(ExitCode.INCOMPATIBLE);
        assertThat(failure.message()).contains("'a' and 'b'", "rank 4", "rank 8");
    }

    @Test
    void anotherBaseModelIsIncompatibleAndADamagedBankAFailure() {
        Path bank = Path.of("bank");
        assertThat(Failure.of(new OtherBaseException(bank, "entry", "a", "b")).exitCode())
                .isEqualTo(ExitCode.INCOMPATIBLE);
        assertThat(Failure.of(new BankException(bank, "content", "a", "b")).exitCode())
                .isEqualTo(ExitCode.FAILURE);
    }

    @Test
    void everyFileErrorNamesTheFile() {
        assertThat(Failure.of(new NoSuchFileException("x.jsonl")).message()).contains("x.jsonl");
        assertThat(Failure.of(new AccessDeniedException("x.jsonl")).message())
                .contains("x.jsonl", "permission");
        assertThat(Failure.of(new FileAlreadyExistsException("out")).message()).contains("out");
        assertThat(
                        Failure.of(new FileSystemException("x", null, "No space left on device"))
                                .message())
                .startsWith("x: No space left on device: make room");
        assertThat(
                        Failure.of(new FileSystemException("from", "to", "No space left on device"))
                                .message())
                .startsWith("to: No space left on device");
        assertThat(
                        Failure.of(new FileSystemException("from", "to", "Input/output error"))
                                .message())
                .isEqualTo("from → to: Input/output error");
    }

    @Test
    void theCauseOfAWrappedErrorIsWhatIsShown() {
        Failure failure = Failure.of(new UncheckedIOException(new NoSuchFileException("x")));
        assertThat(failure.message()).startsWith("x: not found");
        assertThat(Failure.of(new IOException("a\n  b")).message()).isEqualTo("a; b");
    }

    @Test
    void aDefectSaysThatItIsOne() {
        Failure failure = Failure.of(new IndexOutOfBoundsException("7"));
        assertThat(failure.message()).contains("defect", "--debug", "IndexOutOfBounds");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(Failure.of(new StackOverflowError()).message()).contains("defect");
    }
}
