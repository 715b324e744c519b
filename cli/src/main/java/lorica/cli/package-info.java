/// The command line: one class a subcommand, which wires, prints and exits.
///
/// Start at [lorica.cli.Lorica]. Data on stdout, progress on stderr; decides nothing that a library
/// user would miss.
@NullMarked
package lorica.cli;

import org.jspecify.annotations.NullMarked;
