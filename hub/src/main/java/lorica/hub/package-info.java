/// All network: completions from a server that runs the model elsewhere.
///
/// In: prompts. Out: texts. Start at [lorica.hub.CompletionsEndpoint]. Contacts only the address
/// that the user names; keeps nothing. Source: OpenAI's legacy completions protocol, as
/// llama.cpp's server and vLLM speak it.
@NullMarked
package lorica.hub;

import org.jspecify.annotations.NullMarked;
