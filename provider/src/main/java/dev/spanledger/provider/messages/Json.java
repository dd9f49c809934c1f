// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value. Numbers are their text, so {@code 1.0}, {@code 1e3} and long integers come out as
 * they went in; fields keep their order.
 */
sealed interface Json {
  /** Without white space. */
  default String compact() {
    StringBuilder text = new StringBuilder();
    JsonText.write(this, text);
    return text.toString();
  }

  /** A string's characters; of anything else its JSON. */
  default String text() {
    return compact();
  }

  default boolean isNull() {
    return false;
  }

  /** A string, decoded. */
  record Str(String value) implements Json {
    @Override
    public String text() {
      return value;
    }
  }

  /** A number, {@code true}, {@code false} or {@code null}. */
  record Raw(String token) implements Json {
    static final Raw TRUE = new Raw("true");

    @Override
    public boolean isNull() {
      return token.equals("null");
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {}

  /**
   * An object. Changed only by who builds it. Questions name several keys where conventions spell a
   * field differently: the first that is there, and not null, answers.
   */
  record Obj(Map<String, Json> fields) implements Json {
    Obj() {
      this(new LinkedHashMap<>());
    }

    static Obj typed(String type) {
      return new Obj().put("type", new Str(type));
    }

    /** Null leaves the field out. */
    Obj put(String key, @Nullable Json value) {
      if (value != null) {
        fields.put(key, value);
      }
      return this;
    }

    Obj put(String key, @Nullable String value) {
      return put(key, value == null ? null : new Str(value));
    }

    Obj putAbsent(String key, Json value) {
      fields.putIfAbsent(key, value);
      return this;
    }

    boolean has(String key) {
      return get(key) != null;
    }

    boolean hasAny(Iterable<String> keys) {
      for (String key : keys) {
        if (has(key)) {
          return true;
        }
      }
      return false;
    }

    @Nullable Json get(String... keys) {
      return get(List.of(keys));
    }

    @Nullable Json get(Iterable<String> keys) {
      for (String key : keys) {
        Json value = fields.get(key);
        if (value != null && !value.isNull()) {
          return value;
        }
      }
      return null;
    }

    /** The first that is a string. */
    @Nullable String string(String... keys) {
      return string(List.of(keys));
    }

    @Nullable String string(Iterable<String> keys) {
      for (String key : keys) {
        if (fields.get(key) instanceof Str string) {
          return string.value();
        }
      }
      return null;
    }

    /** The first that is an object. */
    @Nullable Obj object(String... keys) {
      for (String key : keys) {
        if (fields.get(key) instanceof Obj object) {
          return object;
        }
      }
      return null;
    }

    /** The first that is an array, also where a string holds its JSON. */
    @Nullable Arr array(String... keys) {
      for (String key : keys) {
        Json value = fields.get(key);
        Json parsed = value instanceof Str text ? JsonText.parseStructure(text.value()) : value;
        if (parsed instanceof Arr array) {
          return array;
        }
      }
      return null;
    }
  }

  static Arr array(List<? extends Json> items) {
    return new Arr(new ArrayList<>(items));
  }
}
