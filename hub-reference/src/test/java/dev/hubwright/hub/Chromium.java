package dev.hubwright.hub;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The system's Chromium, driven by Playwright. */
public final class Chromium implements AutoCloseable {

    // Interfaces of containers come and go meanwhile, and Chromium gives up all requests then; it asks again with this.
    private static final String AGAIN = "--enable-auto-reload";
    private static final List<String> QUIETLY =
            List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", AGAIN);

    /** For the first page of a browser on a machine that is busy with other tests. */
    private static final double PATIENCE = 90_000;

    private final Playwright playwright;
    private final Browser browser;

    /** Starts it. */
    public Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Engine.find("chromium").orElseThrow())
                        .setArgs(QUIETLY));
    }

    /** A page of a browser that has never been here. */
    public Page fresh() {
        return page(new Browser.NewContextOptions());
    }

    /** The same for a site whose certificate nobody has signed. */
    Page freshTrusting() {
        return page(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
    }

    private Page page(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options.setViewportSize(1280, 800));
        context.setDefaultTimeout(PATIENCE);
        return context.newPage();
    }

    /** Goes to an address, again where a network interface that came or went on this machine has broken it off. */
    public static Response open(Page page, String url) {
        return open(page, url, new Page.NavigateOptions());
    }

    /** The same with other options. */
    static Response open(Page page, String url, Page.NavigateOptions options) {
        Response[] answer = new Response[1];
        List<String> answers = new ArrayList<>();
        Consumer<Response> listener = heard -> answers.add(heard.status() + " " + heard.url());
        page.onResponse(listener);
        Eventually.holds("the browser is at " + url, () -> {
            try {
                answer[0] = page.navigate(url, options);
                return true;
            } catch (PlaywrightException e) {
                if (e.getMessage().contains("ERR_NETWORK_CHANGED")) {
                    return false;
                }
                throw new AssertionError("The way to " + url + " was " + answers, e);
            }
        });
        page.offResponse(listener);
        return answer[0];
    }

    /** Keeps a picture beside the test reports, for people to look at. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
