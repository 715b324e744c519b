package lorica;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The house as data: which room may know which, and who owns which technology.
///
/// docs/architecture.md shows the same table to readers; change both in one commit.
class ArchitectureTest {
    /// Room → rooms it may import (itself is always allowed). A room not listed here fails the
    /// test.
    private static final Map<String, List<String>> MAY_KNOW =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("kernel", List.of()),
                            Map.entry("storage", List.of()),
                            Map.entry("tensor", List.of("kernel", "storage")),
                            Map.entry("token", List.of("storage")),
                            Map.entry("dataset", List.of("storage")),
                            Map.entry("adapter", List.of("tensor", "storage")),
                            Map.entry(
                                    "align",
                                    List.of(
                                            "adapter",
                                            "bank",
                                            "distance",
                                            "kernel",
                                            "mixture",
                                            "storage",
                                            "tensor")),
                            Map.entry(
                                    "bank",
                                    List.of("adapter", "dataset", "tensor", "token", "storage")),
                            Map.entry(
                                    "distribution",
                                    List.of("dataset", "token", "kernel", "storage")),
                            Map.entry("distance", List.of("distribution", "kernel", "storage")),
                            Map.entry("coefficient", List.of("distance")),
                            Map.entry(
                                    "choice",
                                    List.of(
                                            "bank",
                                            "coefficient",
                                            "distance",
                                            "distribution",
                                            "generate",
                                            "gram",
                                            "storage")),
                            Map.entry(
                                    "gram",
                                    List.of("adapter", "bank", "kernel", "storage", "tensor")),
                            Map.entry(
                                    "experiment",
                                    List.of(
                                            "align",
                                            "diagnose",
                                            "torch",
                                            "adapter",
                                            "bank",
                                            "choice",
                                            "coefficient",
                                            "dataset",
                                            "distance",
                                            "distribution",
                                            "evaluate",
                                            "generate",
                                            "gram",
                                            "infer",
                                            "mixture",
                                            "model",
                                            "storage",
                                            "tensor",
                                            "token",
                                            "train")),
                            Map.entry("evaluate", List.of("dataset", "storage")),
                            Map.entry("export", List.of("adapter", "kernel", "storage", "tensor")),
                            Map.entry("hub", List.of("adapter", "bank", "dataset", "storage")),
                            Map.entry("mixture", List.of("adapter", "tensor", "kernel", "storage")),
                            Map.entry(
                                    "generate",
                                    List.of(
                                            "adapter",
                                            "bank",
                                            "coefficient",
                                            "dataset",
                                            "distance",
                                            "distribution",
                                            "mixture",
                                            "storage",
                                            "tensor",
                                            "token")),
                            Map.entry(
                                    "report",
                                    List.of(
                                            "distance",
                                            "evaluate",
                                            "generate",
                                            "storage",
                                            "tensor")),
                            Map.entry("parquet", List.of("dataset")),
                            Map.entry("embeddings", List.of("distribution")),
                            Map.entry("demo", List.of("storage")),
                            Map.entry("torch", List.of("tensor")),
                            Map.entry("model", List.of("torch", "adapter", "tensor", "storage")),
                            Map.entry("infer", List.of("model", "torch", "token")),
                            Map.entry(
                                    "train",
                                    List.of(
                                            "adapter",
                                            "bank",
                                            "coefficient",
                                            "dataset",
                                            "distance",
                                            "gram",
                                            "model",
                                            "storage",
                                            "tensor",
                                            "token",
                                            "torch")),
                            Map.entry(
                                    "diagnose",
                                    List.of("adapter", "model", "tensor", "torch", "train")),
                            Map.entry(
                                    "volterra",
                                    List.of("dataset", "evaluate", "storage", "tensor", "torch")),
                            Map.entry(
                                    "spark",
                                    List.of(
                                            "adapter",
                                            "bank",
                                            "coefficient",
                                            "distance",
                                            "distribution",
                                            "generate",
                                            "gram",
                                            "mixture",
                                            "storage",
                                            "tensor")),
                            Map.entry(
                                    "cli",
                                    List.of(
                                            "align",
                                            "volterra",
                                            "diagnose",
                                            "adapter",
                                            "bank",
                                            "choice",
                                            "infer",
                                            "model",
                                            "torch",
                                            "train",
                                            "coefficient",
                                            "dataset",
                                            "demo",
                                            "distance",
                                            "distribution",
                                            "evaluate",
                                            "experiment",
                                            "export",
                                            "generate",
                                            "gram",
                                            "hub",
                                            "mixture",
                                            "parquet",
                                            "report",
                                            "storage",
                                            "tensor",
                                            "token"))));

    /// Technology (a package prefix) → the only rooms that may name it.
    private static final Map<String, List<String>> OWNERS =
            Map.ofEntries(
                    Map.entry("jdk.incubator.vector", List.of("kernel")),
                    Map.entry("ai.djl", List.of("token")),
                    Map.entry("org.ejml", List.of("align", "mixture", "volterra")),
                    Map.entry("de.siegmar", List.of("dataset")),
                    Map.entry("org.duckdb", List.of("parquet")),
                    Map.entry("dev.langchain4j", List.of("embeddings")),
                    Map.entry("ai.onnxruntime", List.of("embeddings")),
                    Map.entry("java.sql", List.of("parquet")),
                    Map.entry("net.sf.extjwnl", List.of("demo")),
                    Map.entry("java.net.http", List.of("hub")),
                    Map.entry("org.bytedeco", List.of("torch")),
                    Map.entry("org.apache.spark", List.of("spark")),
                    Map.entry("org.apache.hadoop", List.of("spark")),
                    Map.entry("scala", List.of("spark")),
                    Map.entry("info.picocli", List.of("cli")),
                    Map.entry("picocli", List.of("cli")));

    private static final JavaClasses LORICA =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("lorica");

    @Test
    void everyRoomIsInTheTable() {
        List<String> unknown = new ArrayList<>();
        for (JavaClass type : LORICA) {
            if (!MAY_KNOW.containsKey(room(type))) {
                unknown.add(type.getName());
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(LORICA.size()).isGreaterThan(30);
    }

    @Test
    void importsGoUpOnly() {
        MAY_KNOW.forEach(
                (room, allowed) ->
                        noClasses()
                                .that(inRoom(List.of(room)))
                                .should()
                                .dependOnClassesThat(inAnotherRoomThan(room, allowed))
                                .because(room + " may know only " + allowed)
                                .check(LORICA));
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching("lorica.(*)..").should().beFreeOfCycles().check(LORICA);
    }

    @Test
    void everyTechnologyHasOneOwner() {
        OWNERS.forEach(
                (technology, rooms) ->
                        noClasses()
                                .that(DescribedPredicate.not(inRoom(rooms)))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(technology + "..")
                                .because(technology + " belongs to " + rooms)
                                .check(LORICA));
    }

    @Test
    void onlyTheCommandLinePrintsAndExits() {
        noClasses()
                .that(DescribedPredicate.not(inRoom(List.of("cli"))))
                .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("SparkMain")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(LORICA);
    }

    @Test
    void noRoomIsADrawer() {
        classes()
                .should()
                .resideOutsideOfPackages(
                        "..util..",
                        "..common..",
                        "..helper..",
                        "..impl..",
                        "..service..",
                        "..manager..")
                .check(LORICA);
    }

    private static String room(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 1 ? parts[1] : "";
    }

    private static DescribedPredicate<JavaClass> inRoom(List<String> rooms) {
        return DescribedPredicate.describe("in " + rooms, type -> rooms.contains(room(type)));
    }

    private static DescribedPredicate<JavaClass> inAnotherRoomThan(
            String room, List<String> allowed) {
        return DescribedPredicate.describe(
                "in another room of lorica",
                type ->
                        type.getPackageName().startsWith("lorica.")
                                && !room(type).equals(room)
                                && !allowed.contains(room(type)));
    }
}
