package lorica.fuzz;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import lorica.adapter.AdapterException;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.dataset.DatasetException;
import lorica.dataset.ExampleReader;
import lorica.generate.PortableIndexFile;
import lorica.tensor.SafetensorsException;
import lorica.tensor.SafetensorsFile;
import lorica.testing.IndexBody;
import lorica.token.Tokenizer;
import lorica.token.TokenizerConfig;
import lorica.token.TokenizerException;

/// The readers that files of strangers meet, as a fuzzer calls them: with the bytes of one file.
///
/// A reader may take the file or refuse it in its own words; any other exception is a defect.
public enum FuzzedReader {
    SAFETENSORS("adapter_model.safetensors") {
        @Override
        void read(Path file) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                SafetensorsFile.map(file, arena);
            }
        }
    },
    ADAPTER_CONFIG(PeftDirectory.CONFIG) {
        @Override
        void read(Path file) throws IOException {
            PeftDirectory.readConfig(file.resolveSibling(""));
        }
    },
    TOKENIZER_CONFIG(TokenizerConfig.NAME) {
        @Override
        void read(Path file) throws IOException {
            TokenizerConfig.beside(file);
        }
    },
    TOKENIZER("tokenizer.json") {
        @Override
        void read(Path file) throws IOException {
            Tokenizer.declaration(file);
        }
    },
    JSONL("data.jsonl") {
        @Override
        void read(Path file) throws IOException {
            examples(file);
        }
    },
    JSON("data.json") {
        @Override
        void read(Path file) throws IOException {
            examples(file);
        }
    },
    CSV("data.csv") {
        @Override
        void read(Path file) throws IOException {
            examples(file);
        }
    },
    BANK("bank.json") {
        @Override
        void read(Path file) throws IOException {
            Bank.open(file.resolveSibling(""));
        }
    },
    /// Of the body, which a fuzzer would never reach behind length, deflation and checksum.
    PORTABLE_INDEX("body") {
        @Override
        void read(Path file) throws IOException {
            Path index = file.resolveSibling("bank.lorica");
            PortableIndexFile.read(Files.write(index, IndexBody.file(Files.readAllBytes(file))));
        }
    };

    private final String file;

    FuzzedReader(String file) {
        this.file = file;
    }

    /// Reads a file; refuses it with one of the exceptions that [#take] knows.
    abstract void read(Path file) throws IOException;

    private static void examples(Path file) throws IOException {
        try (ExampleReader reader = ExampleReader.open(file)) {
            while (reader.next().isPresent()) {
                reader.skipped();
            }
        }
    }

    /// The reader of a name such as `adapter-config`.
    static FuzzedReader named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /// The name as folders of seeds have it.
    String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Gives these bytes to the reader.
    ///
    /// @return what it said where it refused them
    Optional<String> take(byte[] content, Path folder) throws IOException {
        Path there = Files.write(folder.resolve(file), content);
        try {
            read(there);
            return Optional.empty();
        } catch (SafetensorsException
                | AdapterException
                | TokenizerException
                | DatasetException
                | BankException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
