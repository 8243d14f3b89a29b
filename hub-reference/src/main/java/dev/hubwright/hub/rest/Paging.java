package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.UrlEncoding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which part of a list is asked for. Those who accept {@value #TYPE} are told how to go on; others get the bare list.
 *
 * @param offset how many are left out at the beginning
 * @param limit how many at most
 * @param isTold whether the answer says how to go on
 */
record Paging(int offset, int limit, boolean isTold) {

    static final String TYPE = "application/jupyterhub-pagination+json";

    /**
     * What the operator has decided.
     *
     * @param usual how many are on a page where nothing is asked for
     * @param most how many at most, and how many where nothing is told of pages
     */
    record Limits(int usual, int most) {}

    static Paging of(Request request, Limits limits) {
        return of(request, limits, request.headers("accept").stream().anyMatch(accept -> accept.contains(TYPE)));
    }

    /** For a list that says how to go on whatever the client accepts. */
    static Paging always(Request request, Limits limits) {
        return of(request, limits, true);
    }

    private static Paging of(Request request, Limits limits, boolean told) {
        int offset = number(request, "offset").orElse(0);
        int limit = number(request, "limit").orElse(told ? limits.usual() : limits.most());
        return new Paging(Math.max(0, offset), Math.max(1, Math.min(limit, limits.most())), told);
    }

    /** A whole number of the query. */
    static Optional<Integer> number(Request request, String name) {
        return request.query(name).map(text -> {
            if (!text.matches("-?\\d{1,9}")) {
                throw new HttpError(400, name + " must be a whole number");
            }
            return Integer.valueOf(text);
        });
    }

    /** The part of a list that is at hand as a whole. */
    <T> List<T> cut(List<T> all) {
        int from = Math.min(offset, all.size());
        return all.subList(from, Math.min(all.size(), from + limit));
    }

    /**
     * The answer.
     *
     * @param items what is on this page
     * @param total how many there are on all pages
     * @param origin scheme, host and port by which the client has come
     */
    Response answer(Json.Writing items, int total, Request request, String origin) {
        if (!isTold) {
            return Json.ok(items);
        }
        return Response.of(200, TYPE, Json.bytes(page(items, total, request, origin)));
    }

    /** What the answer consists of where it says how to go on. */
    Json.Writing page(Json.Writing items, int total, Request request, String origin) {
        return out -> {
            out.writeStartObject();
            out.writeFieldName("items");
            items.to(out);
            out.writeFieldName("_pagination");
            out.writeTree(pagination(total, request, origin));
            out.writeEndObject();
        };
    }

    private ObjectNode pagination(int total, Request request, String origin) {
        ObjectNode paging = Json.object();
        paging.put("offset", offset);
        paging.put("limit", limit);
        paging.put("total", total);
        int next = offset + limit;
        if (next < total) {
            ObjectNode further = paging.putObject("next");
            further.put("offset", next);
            further.put("limit", limit);
            further.put("url", origin + url(request, next));
        } else {
            paging.putNull("next");
        }
        return paging;
    }

    private String url(Request request, int next) {
        StringBuilder url = new StringBuilder(request.rawPath())
                .append("?offset=")
                .append(next)
                .append("&limit=")
                .append(limit);
        for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
            if (!List.of("offset", "limit").contains(parameter.getKey())) {
                parameter.getValue().forEach(value -> url.append('&')
                        .append(UrlEncoding.encode(parameter.getKey()))
                        .append('=')
                        .append(UrlEncoding.encode(value)));
            }
        }
        return url.toString();
    }
}
