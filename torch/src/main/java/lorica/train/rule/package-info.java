/// Learns coefficient rules from a bank: distances and the Gram matrix in, a
/// [lorica.coefficient.Neural] out, which core applies without libtorch. Start at
/// [lorica.train.rule.ScalarRuleTraining]. Source: Lora without GPUs, appendix C.1.4.
@NullMarked
package lorica.train.rule;

import org.jspecify.annotations.NullMarked;
