package dev.onward;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.bidi.browsingcontext.BrowsingContext;
import org.openqa.selenium.firefox.FirefoxCommandContext;
import org.openqa.selenium.firefox.FirefoxDriver;
import org.openqa.selenium.firefox.FirefoxOptions;
import org.openqa.selenium.firefox.GeckoDriverService;

/** The machine's Firefox, without a window. */
public final class Firefox {

    private Firefox() {}

    static FirefoxDriver start(Path downloads, boolean runsScripts) {
        FirefoxOptions options = new FirefoxOptions();
        options.setBinary(Path.of(System.getProperty("firefox", "/usr/bin/firefox-esr")));
        options.addArguments("-headless", "--width=1200", "--height=1400");
        options.addPreference("javascript.enabled", runsScripts);
        options.addPreference("browser.download.folderList", 2);
        options.addPreference("browser.download.dir", downloads.toString());
        options.addPreference("browser.download.useDownloadDir", true);
        options.addPreference("browser.download.always_ask_before_handling_new_types", false);
        options.addPreference("browser.helperApps.neverAsk.saveToDisk", "text/csv");
        options.enableBiDi();
        GeckoDriverService service = new GeckoDriverService.Builder()
                .usingDriverExecutable(Path.of(System.getProperty("geckodriver", "/usr/local/bin/geckodriver"))
                        .toFile())
                .withAllowSystemAccess(true)
                .build();
        return new FirefoxDriver(service, options);
    }

    /** The errors of pages, among others those of their policies. Firefox's own parts report there too. */
    @SuppressWarnings("unchecked")
    static List<String> errors(FirefoxDriver browser) {
        return (List<String>) inBrowser(browser, """
                const done = arguments[arguments.length - 1];
                const errors = Services.console.getMessageArray()
                  .filter((one) => one instanceof Ci.nsIScriptError && /^(CSP|content javascript)/.test(one.category))
                  .map((one) => one.errorMessage);
                Services.console.reset();
                done(errors);
                """);
    }

    /** The names of the controls that the accessibility tree marks as invalid, in the order of the page. */
    @SuppressWarnings("unchecked")
    public static List<String> invalidControls(FirefoxDriver browser) {
        return (List<String>) inBrowser(browser, """
                const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
                const done = arguments[arguments.length - 1];
                const invalid = [];
                let busy = false;
                const state = (node) => {
                  const value = {};
                  node.getState(value, {});
                  return value.value;
                };
                const collect = (node) => {
                  busy ||= (state(node) & Ci.nsIAccessibleStates.STATE_BUSY) !== 0;
                  if (state(node) & Ci.nsIAccessibleStates.STATE_INVALID) {
                    invalid.push(node.name);
                  }
                  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
                    collect(child);
                  }
                };
                // The tree of the page comes from another process, a little later.
                const look = () => {
                  invalid.length = 0;
                  busy = false;
                  const frame = service.getAccessibleFor(gBrowser.selectedBrowser);
                  if (frame !== null && frame.childCount > 0) {
                    collect(frame);
                  }
                  if (frame === null || frame.childCount === 0 || frame.firstChild.childCount === 0 || busy) {
                    setTimeout(look, 50);
                  } else {
                    done(invalid);
                  }
                };
                look();
                """);
    }

    static void resize(FirefoxDriver browser, int width, int height) {
        new BrowsingContext(browser, browser.getWindowHandle()).setViewport(width, height);
    }

    static int width(FirefoxDriver browser) {
        Object width = browser.executeScript("return document.scrollingElement.scrollWidth");
        return ((Number) Objects.requireNonNull(width)).intValue();
    }

    static void paste(FirefoxDriver browser, WebElement field, String text) {
        browser.executeScript("arguments[0].value = arguments[1]", field, text);
    }

    /** Runs a script in the browser's own window, in which all of Firefox's interfaces are available. */
    static Object inBrowser(FirefoxDriver browser, String script) {
        browser.setContext(FirefoxCommandContext.CHROME);
        try {
            return Objects.requireNonNull(browser.executeAsyncScript(script));
        } finally {
            browser.setContext(FirefoxCommandContext.CONTENT);
        }
    }
}
