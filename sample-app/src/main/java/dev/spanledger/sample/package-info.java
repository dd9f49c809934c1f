/** A support agent on LangChain4j whose every step lands in SQL tables: start reading here. */
@NullMarked
package dev.spanledger.sample;

import org.jspecify.annotations.NullMarked;
