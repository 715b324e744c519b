package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class HeatMapTest {
    @Test
    void isWellFormedAndShowsTheLargestWeightWhite(@TempDir Path folder) throws Exception {
        StudyBank bank = ToyStudy.bank(folder);
        double[][] weights = new double[6][6];
        weights[0][1] = 0.5;
        weights[2][3] = 0.25;
        weights[4][5] = 0.0001;
        String svg =
                HeatMap.render(
                        bank,
                        new Weighting(
                                "js",
                                "a<b&c",
                                1,
                                Adjustment.none(),
                                false,
                                Scope.LEAVE_ONE_OUT,
                                weights));
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        var cells = document.getElementsByTagName("rect");
        assertThat(cells.getLength()).isEqualTo(3); // the ground and two cells
        Element brightest = (Element) cells.item(1);
        assertThat(brightest.getAttribute("fill")).isEqualTo("#ffffff");
        assertThat(brightest.getAttribute("x")).isEqualTo("0");
        assertThat(brightest.getAttribute("y")).isEqualTo("1");
    }
}
