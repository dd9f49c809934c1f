// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pictures, sounds and files: a link, the bytes themselves, or the id of an upload. */
final class MediaParts {
  /** Where one of them is, or what holds where it is; looked for in this order. */
  private static final List<String> CARRIERS =
      List.of(
          "uri",
          "url",
          "image_url",
          "audio_url",
          "video_url",
          "file_url",
          "fileUri",
          "file_uri",
          "data",
          "bytes",
          "content",
          "b64_json",
          "file_data",
          "fileData",
          "inlineData",
          "inline_data",
          "source",
          "image",
          "audio",
          "input_audio",
          "video",
          "document",
          "file",
          "media");

  private static final List<String> MIME_TYPES =
      List.of("mime_type", "mimeType", "media_type", "mediaType", "contentType", "mimetype");
  private static final List<String> FILE_IDS = List.of("file_id", "fileId");
  private static final List<String> EXTRAS = List.of("transcript", "filename", "name", "detail");
  private static final List<String> MODALITIES = List.of("image", "audio", "video", "document");

  private static final Pattern DATA_URL =
      Pattern.compile("data:([^;,]{0,255})(?:;[^;,]{0,255}){0,8},", Pattern.CASE_INSENSITIVE);
  private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]{1,30}://");
  private static final int NESTED = 3;

  private final String stated;
  private final List<Obj> places = new ArrayList<>();

  private MediaParts(String stated, Obj block) {
    this.stated = stated;
    collect(block, NESTED);
  }

  /**
   * The block itself where there is nothing in it that is known.
   *
   * @param stated what says whether it is a picture or a sound
   */
  static Json of(String stated, Obj block) {
    if (isOurs(block)) {
      return block;
    }
    MediaParts media = new MediaParts(type(stated, block), block);
    Obj part = media.part();
    return part == null ? media.otherwise(block) : part;
  }

  private static String type(String stated, Obj block) {
    String type = block.string("type");
    return type == null ? stated : type;
  }

  private static boolean isOurs(Obj block) {
    String type = block.string("type");
    return ("blob".equals(type) && block.string("content") != null)
        || ("uri".equals(type) && block.string("uri") != null)
        || ("file".equals(type) && block.string("file_id") != null);
  }

  /** An untyped block whose contents say nothing is kept as text. */
  private Json otherwise(Obj block) {
    String type = block.string("type");
    return type == null || type.isEmpty() ? Parts.text(block.compact()) : block;
  }

  private void collect(Obj block, int levels) {
    places.add(block);
    for (String carrier : CARRIERS) {
      Obj inner = levels > 0 ? block.object(carrier) : null;
      if (inner != null) {
        collect(inner, levels - 1);
      }
    }
  }

  private @Nullable Obj part() {
    String id = first(FILE_IDS);
    for (Obj place : places) {
      String carried = place.string(CARRIERS);
      if (carried != null && !carried.isEmpty()) {
        return carried(carried, place);
      }
    }
    return id == null ? null : withExtras(part("file", mimeType(null)).put("file_id", id));
  }

  private Obj carried(String value, Obj place) {
    Matcher data = DATA_URL.matcher(value);
    if (data.lookingAt()) {
      String mime = data.group(1).isEmpty() ? null : data.group(1);
      return blob(mimeType(mime), value.substring(data.end()));
    }
    if (URL.matcher(value).lookingAt()) {
      return withExtras(part("uri", mimeType(null)).put("uri", value));
    }
    boolean plain = "text".equals(place.string("type")) && place.has("media_type");
    return plain ? Parts.text(value) : blob(mimeType(null), value);
  }

  private Obj blob(@Nullable String mimeType, String content) {
    return withExtras(part("blob", mimeType).put("content", content));
  }

  private Obj part(String type, @Nullable String mimeType) {
    return Obj.typed(type).put("modality", modality(mimeType)).put("mime_type", mimeType);
  }

  private Obj withExtras(Obj part) {
    for (String extra : EXTRAS) {
      part.put(extra, first(List.of(extra)));
    }
    return part;
  }

  private @Nullable String mimeType(@Nullable String ofUrl) {
    String mimeType = ofUrl == null ? first(MIME_TYPES) : ofUrl;
    String format = mimeType == null ? first(List.of("format")) : null;
    String top = format == null ? null : modality(null);
    return top == null || top.equals("document") ? mimeType : top + "/" + format;
  }

  private @Nullable String modality(@Nullable String mimeType) {
    for (String modality : MODALITIES) {
      boolean says = mimeType != null && mimeType.startsWith(modality);
      if (says || stated.contains(modality) || places.get(0).fields().containsKey(modality)) {
        return modality;
      }
    }
    boolean document =
        mimeType != null && (mimeType.startsWith("text/") || mimeType.endsWith("/pdf"));
    return document ? "document" : places.get(0).string("modality");
  }

  private @Nullable String first(List<String> keys) {
    for (Obj place : places) {
      if (place.get(keys) instanceof Str value) {
        return value.value();
      }
    }
    return null;
  }
}
