package lorica.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lorica.testing.ShapedFiles;
import lorica.testing.ShapedFiles.Shape;
import lorica.testing.SharedFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ColumnShapeTest {
    private static final List<Example> EXAMPLES =
            List.of(
                    new Example(
                            "Which colour?\nThe sky, at \"noon\"", List.of("blue", "light blue")),
                    new Example("2 + 2 =", List.of("4")),
                    new Example("traduis : œuf, 蛋, 🥚", List.of("egg\nor eggs, \"raw\"")),
                    new Example("a\n\nb\r\nc", List.of("  kept as it is \n")),
                    new Example("\nstarts with a line break", List.of("1,5")));

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyShapeInEveryFormatGivesTheSameExamples() {
        return Stream.of(Shape.values())
                .map(
                        shape ->
                                DynamicTest.dynamicTest(
                                        shape.title(), () -> givesTheSame(shape, EXAMPLES)));
    }

    @Tag("shared")
    @TestFactory
    Stream<DynamicTest> realDatasetsGiveTheSameExamplesInEveryShapeAndFormat() {
        return Stream.of(
                        "tasks/ii_sentence_similarity",
                        "tasks/fv_english-french",
                        "bank-instruct260K/datasets/task615_moviesqa_answer_generation")
                .flatMap(
                        name ->
                                Stream.of(Shape.values())
                                        .map(
                                                shape ->
                                                        DynamicTest.dynamicTest(
                                                                name + " " + shape.title(),
                                                                () -> real(name, shape))));
    }

    private void real(String name, Shape shape) throws IOException {
        Path file = SharedFiles.path("data/" + name + "/train.jsonl");
        givesTheSame(shape, ExampleReader.readAll(file));
    }

    private void givesTheSame(Shape shape, List<Example> examples) throws IOException {
        List<Example> expected = shape.isFlat() ? examples : ShapedFiles.withOneOutput(examples);
        Path lines = ShapedFiles.jsonLines(folder, shape, examples);
        assertThat(ExampleReader.readAll(lines)).isEqualTo(expected);
        assertThat(Dataset.of(lines).form().text()).startsWith("JSONL, shape " + shape.title());
        Path document = ShapedFiles.json(folder, shape, examples);
        assertThat(ExampleReader.readAll(document)).isEqualTo(expected);
        assertThat(Dataset.of(document).form().shape().name()).isEqualTo(shape.title());
        if (shape.isFlat()) {
            Path table = ShapedFiles.csv(folder, shape, examples);
            assertThat(ExampleReader.readAll(table)).isEqualTo(ShapedFiles.withOneOutput(examples));
            assertThat(Dataset.of(table).form().text()).startsWith("CSV, shape " + shape.title());
        }
    }

    @Test
    void everyKnownShapeIsDetectedFromItsColumns() {
        assertThat(ColumnShape.known().stream().map(ColumnShape::name))
                .containsExactly(
                        Stream.of(Shape.values()).map(Shape::title).toArray(String[]::new));
        assertThat(detected("{'instruction':'','output':''}")).isEqualTo("alpaca");
        assertThat(detected("{'id':1,'input':'','output':'','prediction':''}"))
                .isEqualTo("input/output");
    }

    @Test
    void columnsOfNoShapeAreListedWithTheWayOut() {
        assertThatThrownBy(() -> detected("{'text':'a','label':1}"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("x.jsonl:3")
                .hasMessageContaining("[text, label]")
                .hasMessageContaining("prompt/completion")
                .hasMessageContaining("--map input=COLUMN,output=COLUMN");
    }

    @Test
    void columnsOfSeveralShapesAreNotGuessedAt() {
        assertThatThrownBy(() -> detected("{'prompt':'','completion':'','messages':[]}"))
                .hasMessageContaining("2: prompt/completion, messages")
                .hasMessageContaining("--map");
    }

    private static String detected(String row) {
        return ColumnShape.detect(row(row)).name();
    }

    private static Row row(String json) {
        return new Row(
                Row.Place.line(Path.of("x.jsonl"), 3),
                (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"')));
    }

    @Test
    void aMapNamesColumnsAndJoinsThemByLineBreaks() {
        ColumnShape shape = ColumnShape.parse("input=Definition+inputs, output=targets");
        assertThat(shape.description()).isEqualTo("input=Definition+inputs, output=targets");
        assertThat(
                        ((JoinedColumns) shape)
                                .texts(row("{'Definition':'Do.','inputs':'x','targets':['y']}")))
                .isEqualTo(new Texts("Do.\nx", List.of("y")));
        assertThat(ColumnShape.parse("messages=chat").description()).contains("chat");
        assertThat(ColumnShape.parse("conversations=chat").name()).isEqualTo("conversations");
    }

    @Test
    void aMapThatCannotBeReadSaysWhatIsExpected() {
        for (String map :
                List.of(
                        "",
                        "input",
                        "input=a",
                        "output=a",
                        "input=a,output=",
                        "input=a+,output=b",
                        "input=a,input=b",
                        "input=a,output=b,x=c",
                        "messages=a,output=b",
                        "=")) {
            assertThatThrownBy(() -> ColumnShape.parse(map))
                    .as(map)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("input=COLUMN[+COLUMN…],output=COLUMN")
                    .hasMessageContaining("'" + map + "'");
        }
    }

    @Test
    void aMappedColumnThatIsNotThereIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("x.jsonl"), "{\"q\": \"a\", \"a\": \"b\"}\n");
        Dataset dataset = mapped(file, "input=q,output=b");
        assertThatThrownBy(dataset::form).hasMessageContaining("no \"b\" among [q, a]");
        assertThat(ExampleReader.readAll(mapped(file, "input=q,output=a")))
                .containsExactly(new Example("a", List.of("b")));
    }

    @Test
    void theDefinitionOfATaskFileIsPutInFrontWhereTheMapSaysSo() throws IOException {
        Path file = ShapedFiles.json(folder, Shape.NATURAL_INSTRUCTIONS, EXAMPLES);
        Dataset dataset = mapped(file, "input=Definition+input,output=output");
        assertThat(ExampleReader.readAll(dataset).get(1).input())
                .isEqualTo("Answer the question, \"briefly\".\n2 + 2 =");
    }

    @Test
    void theLastTurnOfTheAssistantIsTheOutputAndAllBeforeItTheInput() {
        ConversationColumns shape = ConversationColumns.conversations("conversations");
        String turns =
                "{'conversations':[{'from':'system','value':'S'},{'from':'human','value':'1'},"
                        + "{'from':'gpt','value':'2'},{'from':'human','value':''},"
                        + "{'from':'gpt','value':'4'},{'from':'human','value':'thanks'}]}";
        assertThat(shape.texts(row(turns))).isEqualTo(new Texts("S\n1\n2", List.of("4")));
    }

    @Test
    void aConversationWithoutTheAssistantIsRefused() {
        ConversationColumns shape = ConversationColumns.messages("messages");
        assertThatThrownBy(() -> shape.texts(row("{'messages':[{'role':'user','content':'1'}]}")))
                .hasMessageContaining("a turn whose \"role\" is assistant or model")
                .hasMessageContaining("turns of [user]");
        assertThatThrownBy(() -> shape.texts(row("{'messages':[]}")))
                .hasMessageContaining("no turns");
        assertThatThrownBy(() -> shape.texts(row("{'messages':'hello'}")))
                .hasMessageContaining("a list under \"messages\"")
                .hasMessageContaining("the text \"hello\"");
        assertThatThrownBy(
                        () ->
                                shape.texts(
                                        row(
                                                "{'messages':[{'role':'assistant','content':[{'type':'text'}]}]}")))
                .hasMessageContaining("messages[0].content")
                .hasMessageContaining("a list");
    }

    private static Dataset mapped(Path file, String map) {
        return new Dataset(file, Reading.plain().withShape(ColumnShape.parse(map)));
    }
}
