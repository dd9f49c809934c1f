// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks into JSON arrays without building them. */
final class JsonArray {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonArray() {}

  /** Null for what is not a JSON array. */
  static @Nullable Long length(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      long length = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        json.skipChildren();
        length++;
      }
      return length;
    } catch (IOException e) {
      return null;
    }
  }
}
