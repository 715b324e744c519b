/// The stages that turn the task list into files, and the pack of the result.
///
/// In: the task list and a plan. Out: folders, one a stage; start at [lorica.demo.build.DemoBuild].
/// Never: trains or runs a model.
@NullMarked
package lorica.demo.build;

import org.jspecify.annotations.NullMarked;
