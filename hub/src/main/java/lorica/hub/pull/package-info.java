/// From repositories of the hub to a bank.
///
/// In: a list of pairs (adapter, dataset), or an owner who has both. Out: a bank whose adapters lie
/// in the hub's cache, or will once they are needed. Start at [lorica.hub.pull.PullPlan].
@NullMarked
package lorica.hub.pull;

import org.jspecify.annotations.NullMarked;
