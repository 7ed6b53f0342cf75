package dev.onward.page;

import dev.onward.Chromium;
import dev.onward.Chromium.Colours;
import dev.onward.WebApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** Takes the pictures of the README: the form with an answer of the banknote model, in both colour schemes. */
@Tag("bench")
class Pictures {

    private static final int WIDTH = 1280;

    /** Ends below the answer. */
    private static final int HEIGHT = 946;

    @Test
    void takesThePicturesOfTheReadme() throws IOException {
        ChromeDriver browser = Chromium.start(new ChromeOptions());
        try (WebApp server = WebApp.serve("--model", "model.onnx")) {
            Chromium.resize(browser, WIDTH, HEIGHT);
            browser.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
            for (Colours colours : new Colours[] {Colours.LIGHT, Colours.DARK}) {
                Chromium.setColours(browser, colours);
                browser.get(server.url() + "?variance=0.5&skewness=-2.0&curtosis=1.5&entropy=-0.5&answer");
                Chromium.patiently(browser)
                        .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector("input[type=range]")));
                // The frame of the focus is for the keyboard.
                browser.executeScript("document.activeElement.blur()");
                Path picture = Path.of(colours == Colours.DARK ? "docs/form-dark.png" : "docs/form.png");
                Files.write(picture, browser.getScreenshotAs(OutputType.BYTES));
            }
        } finally {
            browser.quit();
        }
    }
}
