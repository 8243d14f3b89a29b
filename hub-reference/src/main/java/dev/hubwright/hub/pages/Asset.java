package dev.hubwright.hub.pages;

import java.nio.ByteBuffer;

/**
 * A static file.
 *
 * @param content its bytes, read-only
 * @param contentType for the header of this name
 * @param etag a strong one, with its quotes
 * @param cacheControl for the header of this name
 */
public record Asset(ByteBuffer content, String contentType, String etag, String cacheControl) {

    /** Makes the content read-only. */
    public Asset {
        content = content.asReadOnlyBuffer();
    }

    /** A copy of the content. */
    public byte[] bytes() {
        byte[] bytes = new byte[content.limit()];
        content.duplicate().rewind().get(bytes);
        return bytes;
    }
}
