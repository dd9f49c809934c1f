/**
 * Traces LangChain4j: with this jar on the class path every AI Service is traced, and {@link
 * dev.spanledger.langchain4j.TracingChatModelListener} traces chat models that are used bare.
 */
@NullMarked
package dev.spanledger.langchain4j;

import org.jspecify.annotations.NullMarked;
