package lorica.train;

import java.util.List;
import lorica.torch.NativeTensor;

/// A model made ready for a method: the parameters that are trained, and how a chain goes on.
///
/// Weights that training changes beside the parameters are put back when it is closed. Its methods
/// are called outside of native scopes.
sealed interface Adapted extends AutoCloseable permits AdaptedWeights, AdaptedModules {
    /// What the optimizer changes.
    ParameterVector parameters();

    /// The link that is trained now, 0-based.
    int link();

    /// The link of a step, both 0-based.
    int linkOf(int step);

    /// Updates in this link before this step.
    int age(int step);

    /// Final values of the links before this one, oldest first.
    List<NativeTensor> finished();

    /// Ends this link: its update becomes part of the weights, and the next starts.
    void advance();

    /// Carries changed parameters to where the model reads them.
    void refresh();

    /// Goes back to a link, with these values as its parameters.
    void settle(int link, NativeTensor values);

    @Override
    void close();
}
