/// A sentence encoder: texts as points of the unit sphere, by all-MiniLM-L6-v2 on the CPU.
///
/// In: a text. Out: 384 numbers. Start at [lorica.embeddings.MiniLm], which `distribution` finds
/// where this module is on the class path. Model, tokenizer and runtime come with its jars; nothing
/// is downloaded. Source: Reimers and Gurevych 2019; Wang et al. 2020 (MiniLM).
@NullMarked
package lorica.embeddings;

import org.jspecify.annotations.NullMarked;
