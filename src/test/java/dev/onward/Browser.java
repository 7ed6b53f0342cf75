package dev.onward;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.firefox.FirefoxDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.remote.RemoteWebDriver;

/** The browsers in which pages are tested, and what each of them does in its own way. */
public enum Browser {
    CHROMIUM {
        @Override
        public RemoteWebDriver start(Path downloads, boolean runsScripts) {
            ChromeOptions options = new ChromeOptions();
            options.setExperimentalOption(
                    "prefs",
                    Map.of(
                            "profile.managed_default_content_settings.javascript",
                            runsScripts ? 1 : 2,
                            "download.default_directory",
                            downloads.toString()));
            return Chromium.start(options);
        }
    },
    FIREFOX {
        @Override
        public RemoteWebDriver start(Path downloads, boolean runsScripts) {
            return Firefox.start(downloads, runsScripts);
        }
    };

    /**
     * Starts one; {@code quit} ends it.
     *
     * @param downloads the folder for downloads
     * @param runsScripts false for a browser in which JavaScript is switched off
     */
    public abstract RemoteWebDriver start(Path downloads, boolean runsScripts);

    /** The errors in the console since the last call, among them everything that a content security policy forbade. */
    public static List<String> errors(RemoteWebDriver browser) {
        return browser instanceof FirefoxDriver firefox
                ? Firefox.errors(firefox)
                : browser.manage().logs().get("browser").getAll().stream()
                        .map(LogEntry::getMessage)
                        .toList();
    }

    /** Gives the page a phone's screen, so many pixels wide, until {@link #becomeDesktop}. */
    public static void becomePhone(RemoteWebDriver browser, int width) {
        if (browser instanceof FirefoxDriver firefox) {
            Firefox.resize(firefox, width, 740);
        } else {
            Chromium.becomePhone((ChromeDriver) browser, width);
        }
    }

    /** Gives the page the window's screen again. */
    public static void becomeDesktop(RemoteWebDriver browser) {
        if (browser instanceof FirefoxDriver firefox) {
            Firefox.resize(firefox, 1200, 1400);
        } else {
            Chromium.becomeDesktop((ChromeDriver) browser);
        }
    }

    /** The width of the page in pixels, which is more than the window's where the page has to be scrolled sideways. */
    public static int width(RemoteWebDriver browser) {
        return browser instanceof FirefoxDriver firefox
                ? Firefox.width(firefox)
                : Chromium.width((ChromeDriver) browser);
    }

    /** Enters text into a field at once, as the clipboard does: thousands of single keys take too long. */
    public static void paste(RemoteWebDriver browser, WebElement field, String text) {
        if (browser instanceof FirefoxDriver firefox) {
            Firefox.paste(firefox, field, text);
        } else {
            field.click();
            ((ChromeDriver) browser).executeCdpCommand("Input.insertText", Map.of("text", text));
        }
    }
}
