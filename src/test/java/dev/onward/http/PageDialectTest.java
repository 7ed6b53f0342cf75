package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.IElementProcessor;

class PageDialectTest {

    private static final Pattern USED = Pattern.compile("\\b(?:th:[a-z-]+|xmlns:th)");

    @Test
    void hasWhatTheTemplatesUseAndNothingElse() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> templates = Files.list(Path.of("webapp/WEB-INF/templates"))) {
            for (Path template : templates.toList()) {
                USED.matcher(Files.readString(template)).results().forEach(match -> used.add(match.group().replaceFirst("^th:", "")));
            }
        }
        Set<String> known = new TreeSet<>();
        for (IProcessor processor : new PageDialect().getProcessors("th")) {
            IElementProcessor element = (IElementProcessor) processor;
            Optional.ofNullable(element.getMatchingAttributeName())
                    .ifPresent(name -> known.add(name.getMatchingAttributeName().getAttributeName()));
            Optional.ofNullable(element.getMatchingElementName())
                    .ifPresent(name -> known.add(name.getMatchingElementName().getElementName()));
        }

        assertThat(known).isEqualTo(used);
    }

    @Test
    void escapesWhatEndsATextOrAnAttribute() {
        assertThat(PageDialect.escape("a <b class=\"x\" id='y'> & 5 € 😀"))
                .isEqualTo("a &lt;b class=&quot;x&quot; id=&#39;y&#39;&gt; &amp; 5 € 😀");
        assertThat(PageDialect.escape("")).isEmpty();
    }
}
