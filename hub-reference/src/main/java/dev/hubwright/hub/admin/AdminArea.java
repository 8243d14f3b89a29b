package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.hub.login.AdminSection;
import dev.hubwright.hub.login.Login;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.pages.Paging;
import dev.hubwright.hub.web.Handler;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.UrlEncoding;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Lets in those who may see a part of the administration, and frames what they see. */
record AdminArea(Login login, HubPaths paths) {

    /** What is done for somebody who is let in. */
    @FunctionalInterface
    interface Work {
        Response of(Request request, Visitor visitor) throws ProviderException, InterruptedException;
    }

    /** For pages that show something; others log in first. */
    Handler shows(AdminSection section, Work work) {
        return request -> {
            Optional<Visitor> visitor = login.visitors().byCookie(request);
            return visitor.isPresent()
                    ? work.of(request, admitted(section, visitor.get()))
                    : login.pages().redirectToLogin(request);
        };
    }

    /** For forms that change something. */
    Handler changes(AdminSection section, Work work) {
        return request -> work.of(request, admitted(section, login.visitors().byCookieToChange(request)));
    }

    private static Visitor admitted(AdminSection section, Visitor visitor) {
        if (!section.isOpenTo(visitor)) {
            throw new HttpError(403, "This page is for administrators");
        }
        return visitor;
    }

    Response page(Request request, Visitor visitor, int status, Function<Chrome, String> html) {
        return login.pages().page(request, visitor, status, html);
    }

    /** The page about somebody. */
    String person(String name) {
        return paths.hub("admin/people/" + ServerPaths.segment(name));
    }

    /** What leads a form back to the page that it is on. */
    static String backTo(String path) {
        return "?next=" + UrlEncoding.encode(path);
    }

    /** Back to the page that a form was on. */
    Response back(Request request, String otherwise) {
        return Response.redirect(request.query("next")
                .flatMap(next -> login.pages().safe(request, next))
                .orElse(otherwise));
    }

    /** Which page of a list is asked for, from 1 on. */
    static int number(Request request) {
        return request.query("page")
                .filter(text -> text.matches("[1-9]\\d{0,6}"))
                .map(Integer::parseInt)
                .orElse(1);
    }

    static Paging paging(int number, int size, int shown, int total, IntFunction<String> href) {
        int before = (number - 1) * size;
        return new Paging(
                shown == 0 ? 0 : before + 1,
                shown == 0 ? 0 : before + shown,
                total,
                number > 1 ? Optional.of(href.apply(number - 1)) : Optional.empty(),
                before + shown < total && shown > 0 ? Optional.of(href.apply(number + 1)) : Optional.empty());
    }
}
