package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Chromium;
import dev.onward.Http;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.print.PageSize;
import org.openqa.selenium.print.PrintOptions;

/** The page about a model in a browser. */
@Tag("browser")
class AboutBrowserIT {

    private static final Pattern PAGE = Pattern.compile("/Type\\s*/Page\\b(?!s)");

    @Test
    void printsOnTwoPagesAndFitsAPhone() {
        ChromeDriver browser = Chromium.start(new ChromeOptions());
        try {
            browser.get(Http.shared().url("/about").toString());
            PrintOptions options = new PrintOptions();
            options.setPageSize(PageSize.ISO_A4);

            String pdf = new String(
                    Base64.getDecoder().decode(browser.print(options).getContent()), StandardCharsets.ISO_8859_1);

            assertThat(PAGE.matcher(pdf).results()).hasSize(2);
            Chromium.becomePhone(browser, 320);
            browser.get(Http.shared().url("/about").toString());
            assertThat(Chromium.width(browser)).isEqualTo(320);
            assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
        } finally {
            browser.quit();
        }
    }
}
