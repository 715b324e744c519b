package lorica.volterra.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesFileTest {
    @TempDir private Path folder;

    private SeriesFile file(String text, List<String> columns, String path, String time)
            throws IOException {
        Path csv = folder.resolve("series.csv");
        Files.writeString(csv, text);
        return new SeriesFile(
                csv,
                columns,
                Optional.of(path).filter(name -> !name.isEmpty()),
                Optional.of(time).filter(name -> !name.isEmpty()));
    }

    @Test
    void everyColumnButTimeIsACoordinateAndTheFirstRowIsTimeMinusOne() throws IOException {
        Series series =
                file("day,a,b\nMon,1,-2.5\nTue,2,1e3\nWed,3,.5\nThu,4,+5\n", List.of(), "", "day")
                        .read();
        assertThat(series.columns()).containsExactly("a", "b");
        assertThat(series.paths()).containsExactly("");
        assertThat(series.values().horizon()).isEqualTo(2);
        assertThat(series.values().at(0, -1)).containsExactly(1, -2.5);
        assertThat(series.values().at(0, 2)).containsExactly(4, 5);
        assertThat(series.time(2)).isEqualTo("Thu");
        assertThat(series.time(3)).isEqualTo("next");
    }

    @Test
    void pathsAreToldApartByTheirColumn() throws IOException {
        StringBuilder text = new StringBuilder("who,t,x,note\n");
        for (int t = 0; t < 4; t++) {
            text.append("A,%d,%d,n\nB,%d,%d,n\n".formatted(t, t, t, 10 * t));
        }
        Series series = file(text.toString(), List.of("x"), "who", "t").read();
        assertThat(series.paths()).containsExactly("A", "B");
        assertThat(series.values().at(1, 2)).containsExactly(30);
    }

    @Test
    void whatIsNoTableOfNumbersIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> file("a\n1\n2\nNaN\n4\n", List.of(), "", "").read())
                .hasMessageContaining(
                        "series.csv:4: expected a finite number such as 1.5 in column 'a', found 'NaN'");
        assertThatThrownBy(() -> file("a\n1\n1e999\n3\n", List.of(), "", "").read())
                .hasMessageContaining("found '1e999'");
        assertThatThrownBy(() -> file("a\n1\n2\n3\n", List.of(), "", "").read())
                .hasMessageContaining("expected 4 times or more, found 3");
        assertThatThrownBy(() -> file("a\n", List.of(), "", "").read())
                .hasMessageContaining("expected rows of numbers, found no rows");
        assertThatThrownBy(() -> file("a\n1\n", List.of(), "", "a").read())
                .hasMessageContaining("expected a column of numbers, found none");
        String uneven = "p,a\nA,1\nA,2\nA,3\nA,4\nB,1\n";
        assertThatThrownBy(() -> file(uneven, List.of(), "p", "").read())
                .hasMessageContaining(
                        "expected paths of equal length, 4 as of 'A', found 1 of 'B'");
        String shifted = "p,t,a\nA,1,1\nA,2,2\nA,3,3\nA,4,4\nB,1,1\nB,2,1\nB,4,1\nB,5,1\n";
        assertThatThrownBy(() -> file(shifted, List.of(), "p", "t").read())
                .hasMessageContaining(
                        "expected the times of 'A' in every path, '3' at number 3, found '4' in 'B'");
    }
}
