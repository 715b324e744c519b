/// The same numbers over Apache Spark, for banks that outgrow one machine: fingerprints, distance
/// matrices, Gram matrices and all leave-one-out mixtures.
///
/// In: a bank on any storage that Hadoop reads, its entries copied into it (`bank add --copy`).
/// Out: matrices as npy and adapters as PEFT directories, on such storage. Start at
/// [lorica.spark.SparkMain]. Adds no formula: every task calls core on the part that it fetched.
/// The only room that names Spark or Hadoop.
@NullMarked
package lorica.spark;

import org.jspecify.annotations.NullMarked;
