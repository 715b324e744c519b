package lorica.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import lorica.storage.Checksum;
import org.junit.jupiter.api.Test;

/// The chart library is the one that was looked at, byte for byte.
class ChartLibraryTest {
    @Test
    void d3IsVersion790AsNpmPublishesIt() {
        String library = Page.resource(Page.LIBRARY);
        assertThat(Checksum.ofBytes(library.getBytes(UTF_8)))
                .isEqualTo(
                        new Checksum(
                                "f2094bbf6141b359722c4fe454eb6c4b0f0e42cc10cc7af921fc158fceb86539"));
        assertThat(library).startsWith("// https://d3js.org v7.9.0").doesNotContain("</script");
    }

    @Test
    void whatIsPutBetweenTagsCannotEndThem() {
        assertThat(Page.resource("report.js")).doesNotContain("</script", "<!--");
        assertThat(Page.resource("report.css")).doesNotContain("</style", "url(", "@import");
    }
}
