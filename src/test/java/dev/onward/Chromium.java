package dev.onward;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The browser of the tests: the machine's Chromium, without a window. */
public final class Chromium {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Chromium() {}

    /** The colours that people prefer. */
    public enum Colours {
        LIGHT,
        DARK,
        FORCED
    }

    /** Starts one with the given options besides those that every test needs; {@code quit} ends it. */
    public static ChromeDriver start(ChromeOptions options) {
        options.setBinary(System.getProperty("chromium", "/usr/bin/chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1200,1400");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of(System.getProperty("chromedriver", "/usr/bin/chromedriver"))
                        .toFile())
                .build();
        return new ChromeDriver(service, options);
    }

    /** Starts one that runs no scripts; {@code quit} ends it. */
    public static ChromeDriver startWithoutScripts() {
        ChromeOptions options = new ChromeOptions();
        options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        return start(options);
    }

    /**
     * Waits for a condition, and asks again where asking fails: of an element whose page is being left, ChromeDriver
     * now and then says "unknown error" where it should say that the element is stale
     * (<a href="https://github.com/SeleniumHQ/selenium/issues/15401">Selenium issue 15401</a>).
     */
    public static WebDriverWait patiently(ChromeDriver browser) {
        WebDriverWait wait = new WebDriverWait(browser, PATIENCE);
        wait.ignoring(WebDriverException.class);
        return wait;
    }

    /** Gives the page a phone's screen, 360 pixels wide. */
    public static void becomePhone(ChromeDriver browser) {
        becomePhone(browser, 360);
    }

    /** Gives the page a phone's screen, so many pixels wide. */
    public static void becomePhone(ChromeDriver browser, int width) {
        Map<String, Object> phone = new HashMap<>();
        phone.put("width", width);
        phone.put("height", 740);
        phone.put("deviceScaleFactor", 2);
        phone.put("mobile", true);
        browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", phone);
    }

    /** Gives the page a screen of this size, in pixels. */
    public static void resize(ChromeDriver browser, int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Lets people prefer light or dark colours, or force their own. */
    public static void setColours(ChromeDriver browser, Colours colours) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        colours == Colours.DARK ? "dark" : "light"),
                                Map.of(
                                        "name",
                                        "forced-colors",
                                        "value",
                                        colours == Colours.FORCED ? "active" : "none"))));
    }

    /** Gives the page the window's screen again. */
    public static void becomeDesktop(ChromeDriver browser) {
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** The width of the page in pixels, which is more than the window's where the page has to be scrolled sideways. */
    public static int width(ChromeDriver browser) {
        Map<String, Object> metrics = browser.executeCdpCommand("Page.getLayoutMetrics", Map.of());
        Map<?, ?> size = (Map<?, ?>) Objects.requireNonNull(metrics.get("cssContentSize"));
        return ((Number) Objects.requireNonNull(size.get("width"))).intValue();
    }
}
