package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceTableTest {
    @Test
    void theLargestWeightIsFirstAndOfEqualOnesTheNearest() {
        SourceTable table =
                new SourceTable(
                        List.of(
                                new SourceTable.Row("far", 0, 0.9, ""),
                                new SourceTable.Row("near", 0, 0.4, ""),
                                new SourceTable.Row("source", 1, 0.1, "")));
        assertThat(table.rows())
                .extracting(SourceTable.Row::entry)
                .containsExactly("source", "near", "far");
    }

    @Test
    void licencesHaveAHeadingWhereTheyAreKnown() {
        assertThat(printed("mit").getFirst()).endsWith("entry   licence");
        assertThat(printed("mit").getLast()).endsWith("source  mit");
        assertThat(printed("").getFirst()).endsWith("entry");
        assertThat(printed("")).allMatch(line -> line.length() <= 60);
    }

    private static List<String> printed(String licence) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        new SourceTable(List.of(new SourceTable.Row("source", 1, 0.1, licence)))
                .print(new Screen(writer, writer, false, false, 60, true), 1);
        return out.toString().lines().toList();
    }
}
