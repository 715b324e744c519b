package lorica.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import lorica.adapter.LoraAdapter;
import lorica.model.AdapterFactors;
import lorica.model.CausalLanguageModel;
import lorica.model.ColumnUpdate;
import lorica.model.ModuleUpdate;
import lorica.model.TrainedColumns;
import lorica.tensor.Shape;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.method.Adaptation;
import lorica.train.method.AdapterMethod;
import lorica.train.method.LowRank;
import lorica.train.method.Site;

/// Updates beside chosen linear maps, in the links of a chain.
///
/// What a link starts from is a function of the method, its seed and the link's number alone. A
/// link that ends is merged into W; the model's own weights are put back when this is closed.
final class AdaptedModules implements Adapted {
    private final CausalLanguageModel model;
    private final AdapterMethod method;
    private final int steps;
    private final WorkingWeights weights;
    private final StartingPoint start;
    private final UpdateTensors tensors;
    private final SequencedMap<String, ModuleUpdate> updates = new LinkedHashMap<>();
    private final List<NativeTensor> finished = new ArrayList<>();

    /// @param steps of the whole training
    /// @param adapter that the training starts from
    AdaptedModules(
            CausalLanguageModel model,
            AdapterMethod method,
            int steps,
            Optional<LoraAdapter> adapter) {
        if (steps < method.links()) {
            throw new TrainingException(
                    model.origin(),
                    "links of the chain",
                    "at most one a step, of which there are " + steps,
                    String.valueOf(method.links()));
        }
        this.model = model;
        this.method = method;
        this.steps = steps;
        weights = new WorkingWeights(model);
        SequencedMap<String, Adaptation> adaptations = new LinkedHashMap<>();
        SplittableRandom random = random(0);
        for (String module : targets(model, method.lowRank())) {
            adaptations.put(module, method.adaptation(site(module, 0, random)));
        }
        start = StartingPoint.of(model, method, adaptations, adapter);
        tensors = UpdateTensors.of(method, adaptations, model.linearModules());
        adaptations.forEach(
                (module, adaptation) ->
                        updates.put(module, tensors.update(module, adaptation, shape(module))));
        mergeStart();
        enter(0);
        model.adapters().put(Training.ADAPTER, updates);
        model.adapters().activate(Training.ADAPTER);
    }

    /// The modules that the targets name, in the order of the model.
    static List<String> targets(CausalLanguageModel model, LowRank lowRank) {
        List<String> modules = new ArrayList<>();
        for (String target : lowRank.targets()) {
            List<String> named =
                    model.linearModules().keySet().stream()
                            .filter(name -> name.equals(target) || name.endsWith("." + target))
                            .toList();
            if (named.isEmpty()) {
                throw new TrainingException(
                        model.origin(),
                        "target module '" + target + "'",
                        "the end of a linear map's name, such as q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj",
                        "none that ends so");
            }
            modules.addAll(named);
        }
        return model.linearModules().keySet().stream().filter(modules::contains).toList();
    }

    private Shape shape(String module) {
        return weights.read(module).shape();
    }

    private SplittableRandom random(int link) {
        return new SplittableRandom(method.lowRank().initialisation() + link * 0x9E3779B97F4A7C15L);
    }

    private Site site(String module, int link, SplittableRandom random) {
        Shape shape = shape(module);
        return new Site(
                Math.toIntExact(shape.extent(1)), Math.toIntExact(shape.extent(0)), link, random);
    }

    /// Puts every update at the start of a link.
    private void enter(int link) {
        SplittableRandom random = random(link);
        updates.forEach(
                (module, update) -> {
                    Adaptation adaptation = method.adaptation(site(module, link, random));
                    UpdateTensors.start(update, adaptation, weights.read(module), random);
                    if (update instanceof TrainedColumns columns) {
                        weights.writeColumns(module, columns.columns());
                    }
                });
        if (link == 0 && start instanceof StartingPoint.Continued continued) {
            continued.factors().forEach(this::continueFrom);
        }
    }

    private void continueFrom(String module, AdapterFactors from) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            ParameterVector parameters = tensors.parameters();
            parameters.parameter(UpdateTensors.nameA(module)).setInPlace(from.a());
            parameters
                    .parameter(UpdateTensors.nameB(module))
                    .setInPlace(from.b().times(from.scaling() / method.factor()));
        }
    }

    private void mergeStart() {
        if (start instanceof StartingPoint.Beneath beneath) {
            beneath.factors().forEach(this::merge);
        }
    }

    private void merge(String module, ModuleUpdate update) {
        NativeTensor weight =
                switch (update) {
                    case TrainedColumns _ -> weights.read(module);
                    case ColumnUpdate columns -> weights.writeColumns(module, columns.columns());
                    default -> weights.write(module);
                };
        try (NativeScope _ = NativeScope.withoutGradients()) {
            update.mergeInto(weight);
        }
    }

    AdapterMethod method() {
        return method;
    }

    /// The modules that are trained, in the order of the model.
    List<String> modules() {
        return List.copyOf(updates.keySet());
    }

    /// A copy of W of one module with its update.
    NativeTensor weight(String module) {
        NativeTensor weight = weights.read(module).copy();
        try (NativeScope _ = NativeScope.withoutGradients()) {
            Optional.ofNullable(updates.get(module)).ifPresent(update -> update.mergeInto(weight));
        }
        return weight;
    }

    @Override
    public ParameterVector parameters() {
        return tensors.parameters();
    }

    @Override
    public int link() {
        return finished.size();
    }

    @Override
    public int linkOf(int step) {
        return method.link(step, steps);
    }

    @Override
    public int age(int step) {
        return step - method.firstStep(linkOf(step), steps);
    }

    @Override
    public List<NativeTensor> finished() {
        return finished;
    }

    @Override
    public void advance() {
        finished.add(parameters().values().copy());
        updates.forEach(this::merge);
        enter(link());
    }

    @Override
    public void refresh() {
        updates.forEach(
                (module, update) -> {
                    if (update instanceof TrainedColumns) {
                        merge(module, update);
                    }
                });
    }

    @Override
    public void settle(int link, NativeTensor values) {
        replay(link, values, Optional.empty());
    }

    /// Sees each addend of a module's update, oldest first.
    private interface TermVisitor {
        void term(String module, UpdateTerm term);
    }

    /// Goes back to the start and through the links before this one, then takes these values.
    private void replay(int link, NativeTensor values, Optional<TermVisitor> visitor) {
        try (NativeTensor last = values.copy()) { // may be the values that are overwritten here
            weights.restore();
            mergeStart();
            for (int before = 0; before < link; before++) {
                enter(before);
                parameters().values().setInPlace(finished.get(before));
                visitor.ifPresent(this::visitTerms);
                updates.forEach(this::merge);
            }
            finished.subList(link, finished.size()).forEach(NativeTensor::close);
            finished.subList(link, finished.size()).clear();
            enter(link);
            parameters().values().setInPlace(last);
            visitor.ifPresent(this::visitTerms);
            refresh();
        }
    }

    private void visitTerms(TermVisitor visitor) {
        updates.forEach(
                (module, update) ->
                        visitor.term(module, UpdateTensors.term(update, weights.read(module))));
    }

    /// The addends of every module's update, oldest first; the start's own before them where it
    /// lies beneath. Leaves the state as it is.
    SequencedMap<String, List<UpdateTerm>> terms() {
        SequencedMap<String, List<UpdateTerm>> terms = new LinkedHashMap<>();
        if (start instanceof StartingPoint.Beneath beneath) {
            beneath.factors()
                    .forEach(
                            (module, factors) ->
                                    terms.computeIfAbsent(module, _ -> new ArrayList<>())
                                            .add(
                                                    UpdateTensors.term(
                                                            factors, weights.read(module))));
        }
        replay(
                link(),
                parameters().values(),
                Optional.of(
                        (module, term) ->
                                terms.computeIfAbsent(module, _ -> new ArrayList<>()).add(term)));
        return terms;
    }

    /// Merges the update into the weights, so that the model alone computes what it did with it.
    void merge() {
        model.adapters().deactivate();
        updates.forEach(this::merge);
    }

    @Override
    public void close() {
        model.adapters().unload(Training.ADAPTER); // closes the updates
        weights.close();
        start.close();
        finished.forEach(NativeTensor::close);
        parameters().close();
    }
}
