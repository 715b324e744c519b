/// One self-contained HTML file about an adapter, a study or a comparison.
///
/// In: the folder that `generate`, `study` or `compare` wrote. Out: the text of a page that loads
/// nothing, with its charts drawn by d3. Start at [lorica.report.Report]. The only room that writes
/// HTML; computes nothing but places on a page. The same inputs give the same bytes.
@NullMarked
package lorica.report;

import org.jspecify.annotations.NullMarked;
