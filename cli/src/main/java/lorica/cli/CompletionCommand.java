package lorica.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lorica completion bash|zsh`.
@Command(
        name = "completion",
        description = "Prints a script that completes Lorica's commands and options.",
        footer = {
            "",
            "Example:",
            "  lorica completion bash > new-completion.sh",
            "",
            "Then, for every new shell:  echo 'source PATH/new-completion.sh' >> ~/.bashrc"
        })
final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        bash,
        zsh
    }

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Override
    public Integer call() {
        String script = AutoComplete.bash(Lorica.NAME, Lorica.commandLine());
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.completion/1")
                            .put("shell", shell.name())
                            .put("script", script));
            return ExitCode.OK;
        }
        // zsh runs bash's script through its own bashcompinit, which the script itself loads
        common.screen().out().print(script);
        common.screen().out().flush();
        return ExitCode.OK;
    }
}
