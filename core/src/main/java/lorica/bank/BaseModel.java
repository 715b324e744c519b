package lorica.bank;

import java.nio.file.Path;
import java.util.Optional;

/// The base model of a bank.
///
/// @param name as adapters state it under `base_model_name_or_path`; empty until a name is given
///     or the first adapter brings one
/// @param directory where the base model lay when the bank was made
public record BaseModel(Optional<String> name, Optional<Path> directory) {
    public BaseModel {
        if (name.isPresent() && name.get().isBlank()) {
            throw new IllegalArgumentException("base model: expected a name, found a blank one");
        }
        if (name.isEmpty() && directory.isEmpty()) {
            throw new IllegalArgumentException(
                    "base model: expected a name or a directory, found neither");
        }
    }

    public static BaseModel named(String name) {
        return new BaseModel(Optional.of(name), Optional.empty());
    }

    /// Whether an adapter that states this name belongs to the base model: the name itself, or the
    /// path of its directory.
    public boolean is(String stated) {
        return name.filter(stated::equals).isPresent()
                || directory.filter(path -> path.toString().equals(stated)).isPresent();
    }

    /// The name, or the directory where there is no name yet.
    public String label() {
        return name.orElseGet(() -> directory.orElseThrow().toString());
    }
}
