/**
 * A scripted model behind the OpenAI chat-completions protocol, on loopback, so that the sample
 * runs without an account; nothing in here knows that it is being traced.
 */
@NullMarked
package dev.spanledger.sample.modelserver;

import org.jspecify.annotations.NullMarked;
