/// Repositories of the Hugging Face hub, and the cache that they are downloaded into.
///
/// In: names of repositories. Out: files in the standard cache, where Python's tools find them too.
/// Start at [lorica.hub.repository.HubClient]. Only ever asks: nothing of the user's is sent but
/// the names of what is wanted, and the token to the hub itself. Knows nothing of what the files
/// hold. Source: huggingface_hub, `file_download.py` and "Manage your cache".
@NullMarked
package lorica.hub.repository;

import org.jspecify.annotations.NullMarked;
