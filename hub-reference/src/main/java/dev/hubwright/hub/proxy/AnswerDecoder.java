package dev.hubwright.hub.proxy;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Reads what a target answers, and knows whether it has said more. Belongs to one event loop. */
final class AnswerDecoder extends HttpResponseDecoder {

    private boolean headOnly;

    AnswerDecoder(HttpDecoderConfig limits) {
        super(limits);
    }

    /** Takes whether the next answer has a head alone, whatever the head says (RFC 9110, 9.3.2). */
    void expect(boolean answerToHead) {
        headOnly = answerToHead;
    }

    /** Whether there are bytes behind the last message that do not make one yet. */
    boolean hasMore() {
        return actualReadableBytes() > 0;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        boolean answer = message instanceof HttpResponse head && head.status().code() >= 200;
        return headOnly && answer || super.isContentAlwaysEmpty(message);
    }
}
