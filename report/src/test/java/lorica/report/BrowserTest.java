package lorica.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lorica.distance.DistanceMatrix;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;

/// The pages in a browser: no complaint, every chart drawn, all of it by keyboard, and no serious
/// finding of axe, light and dark, on a desk and on a phone.
///
/// `-Dlorica.write=screenshots` keeps pictures in target/screenshots, to be looked at.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    @TempDir private static Path folder;

    private final List<Chromium> started = new ArrayList<>();
    private final List<Path> pages = new ArrayList<>();

    @BeforeAll
    void start() throws Exception {
        Optional<Path> browser = Chromium.installed();
        if (browser.isEmpty()) {
            System.err.println(
                    "SKIPPED BrowserTest: no chromium or google-chrome on the PATH; the report's pages were not opened");
            throw new TestAbortedException("no browser is installed");
        }
        started.add(Chromium.start(browser.get(), folder.resolve("profile")));
        DistanceMatrix bank = SyntheticResults.adapter(folder.resolve("adapter"), 60);
        page(
                "adapter",
                Report.ofAdapter(
                        folder.resolve("adapter"), Optional.of(bank), SyntheticResults.answers()));
        page("study", Report.ofStudy(SyntheticResults.study(folder.resolve("study"), 40, 2)));
        page(
                "comparison",
                Report.ofComparison(SyntheticResults.comparison(folder.resolve("comparison"))));
    }

    private void page(String name, Report report) throws IOException {
        Path file = folder.resolve(name + ".html");
        report.write(file);
        pages.add(file);
    }

    @AfterAll
    void stop() {
        started.forEach(Chromium::close);
    }

    private Chromium chromium() {
        Assumptions.assumeFalse(started.isEmpty());
        return started.getFirst();
    }

    @Test
    void noPageComplainsOrAsksTheNetworkAndEveryChartIsDrawn() throws Exception {
        for (Path page : pages) {
            chromium().screen(1280, 900, "light");
            chromium().open(page);
            int charts =
                    chromium()
                            .evaluate("document.querySelectorAll('[data-chart]').length")
                            .intValue();
            String drawn =
                    "[...document.querySelectorAll('[data-chart]')].filter(f => f.querySelector('.canvas circle, .canvas canvas, .canvas path')).length";
            assertThat(charts).as(page.toString()).isPositive();
            assertThat(chromium().evaluate(drawn).intValue()).as(page.toString()).isEqualTo(charts);
            assertThat(chromium().complaints()).as(page.toString()).isEmpty();
        }
    }

    @Test
    void axeFindsNothingSerious() throws Exception {
        for (Path page : pages) {
            for (String scheme : List.of("light", "dark")) {
                for (int width : List.of(1280, 360)) {
                    chromium().screen(width, 800, scheme);
                    chromium().open(page);
                    chromium().evaluate(Page.resource(AXE) + ";0");
                    JsonNode found =
                            chromium()
                                    .evaluate(
                                            "axe.run().then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3).join(' | ')))");
                    assertThat(found.toString())
                            .as("%s, %s, %d", page, scheme, width)
                            .isEqualTo("[]");
                }
            }
        }
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() throws Exception {
        for (Path page : pages) {
            chromium().screen(360, 740, "light");
            chromium().open(page);
            assertThat(chromium().evaluate("document.documentElement.scrollWidth").intValue())
                    .as(page.toString())
                    .isLessThanOrEqualTo(360);
        }
    }

    /// Tab reaches everything that can be used; arrows walk a chart; Enter sorts a table.
    @Test
    void everyPageIsUsedByKeyboardAlone() throws Exception {
        for (Path page : pages) {
            chromium().screen(1280, 900, "light");
            chromium().open(page);
            String all =
                    "document.querySelectorAll('a, button, select, input, summary, [tabindex=\"0\"]').length";
            int usable =
                    chromium()
                            .evaluate(
                                    "[...document.querySelectorAll('details')].forEach(d => d.open = true),"
                                            + all)
                            .intValue();
            List<String> reached = new ArrayList<>();
            for (int i = 0; i < usable; i++) {
                chromium().press("Tab");
                reached.add(
                        chromium()
                                .evaluate(
                                        "(() => { const a = document.activeElement; a.dataset.seen = '1'; return a.className + a.tagName; })()")
                                .stringValue());
                if (reached.getLast().contains("canvas")) {
                    walk();
                }
                if (reached.getLast().equals("BUTTON")) {
                    chromium().press("Enter");
                    assertThat(
                                    chromium()
                                            .evaluate(
                                                    "document.activeElement.parentElement.getAttribute('aria-sort')")
                                            .asString(""))
                            .isEqualTo("descending");
                }
            }
            assertThat(
                            chromium()
                                    .evaluate("document.querySelectorAll('[data-seen]').length")
                                    .intValue())
                    .as("%s: reached %s", page, reached)
                    .isEqualTo(usable);
            assertThat(chromium().complaints()).isEmpty();
        }
    }

    private void walk() throws Exception {
        String said = "document.activeElement.parentElement.querySelector('output').textContent";
        chromium().press("ArrowRight");
        String first = chromium().evaluate(said).stringValue();
        chromium().press("ArrowRight");
        String second = chromium().evaluate(said).stringValue();
        chromium().press("End");
        assertThat(Stream.of(first, second, chromium().evaluate(said).stringValue()))
                .doesNotHaveDuplicates()
                .allMatch(text -> !text.isBlank());
    }

    /// 502 entries are the paper's. The browser's own clock, from the start of loading to two drawn
    /// frames later, is printed: a time is no assertion.
    @Test
    void aStudyOfTheWholePaperOpens() throws Exception {
        Path file = folder.resolve("large.html");
        Report report = Report.ofStudy(SyntheticResults.study(folder.resolve("large"), 502, 3));
        report.write(file);
        chromium().screen(1280, 900, "light");
        chromium().open(file);
        double milliseconds =
                chromium()
                        .evaluate(
                                "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))")
                        .doubleValue();
        System.err.printf(
                "a study of 502 entries: %,d bytes, open after %.0f ms%n",
                Files.size(file), milliseconds);
        assertThat(chromium().complaints()).isEmpty();
        assertThat(chromium().evaluate("document.querySelectorAll('.made').length").intValue())
                .isGreaterThanOrEqualTo(502);
    }

    @Test
    void picturesAreKeptWhereTheyAreAskedFor() throws Exception {
        Assumptions.assumeTrue("screenshots".equals(System.getProperty("lorica.write")));
        Path target = Files.createDirectories(Path.of("target/screenshots"));
        for (Path page : pages) {
            for (String scheme : List.of("light", "dark")) {
                for (int width : List.of(1280, 360)) {
                    chromium().screen(width, 800, scheme);
                    chromium().open(page);
                    String name = String.valueOf(page.getFileName()).replace(".html", "");
                    Files.write(
                            target.resolve("%s-%s-%d.png".formatted(name, scheme, width)),
                            chromium().screenshot());
                }
            }
        }
    }
}
