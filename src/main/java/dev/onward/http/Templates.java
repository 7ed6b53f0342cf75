package dev.onward.http;

import dev.onward.settings.Brand;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.messageresolver.AbstractMessageResolver;
import org.thymeleaf.templateresolver.WebApplicationTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Renders pages from the templates in {@code WEB-INF/templates}. Thread-safe. */
public final class Templates {

    private static final String CONTENT_TYPE = "text/html;charset=UTF-8";

    /** In bytes of compressed output. */
    private static final int BUFFER_SIZE = 8_192;

    /** The variable with the path of the application on its server. */
    private static final String CONTEXT_PATH = "contextPath";

    /** The variable with the brand. */
    private static final String BRAND = "brand";

    /** The variable with the texts in the language of the page. */
    private static final String TEXTS = "texts";

    /** The variable with the address that shows the page again, unless the caller gives another one. */
    static final String HERE = "here";

    /** The variable with all languages that can be chosen. */
    private static final String LANGUAGES = "languages";

    /** The variable with the language of sentences that exist in English only; empty on pages in English. */
    private static final String ENGLISH = "english";

    private final ServletContext context;
    private final BrandView brand;

    /** Created for the first page, because the start of the application would take longer. */
    private @Nullable TemplateEngine engine;

    /** The brand as the templates show it. */
    private record BrandView(String title, Optional<String> footer, boolean hasStyle, String logo) {

        static BrandView of(Brand brand) {
            return new BrandView(
                    brand.title(),
                    brand.footer(),
                    brand.accent().isPresent(),
                    brand.logo().map(StaticFiles::brandLogo).orElse("icon.svg"));
        }
    }

    public Templates(ServletContext context, Brand brand) {
        this.context = context;
        this.brand = BrandView.of(brand);
    }

    private synchronized TemplateEngine engine() {
        if (engine == null) {
            engine = engine(context);
        }
        return engine;
    }

    private static TemplateEngine engine(ServletContext context) {
        WebApplicationTemplateResolver resolver =
                new WebApplicationTemplateResolver(JakartaServletWebApplication.buildApplication(context));
        resolver.setPrefix("/WEB-INF/templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setMessageResolver(new Texts());
        engine.setLinkBuilder(new Links());
        return engine;
    }

    /**
     * Sends a page in the language of the request, in gzip to those who accept it. Pages contain no secrets, which
     * somebody who chooses another part of the page could learn from the length.
     *
     * @param template the name of a file without its extension
     * @param variables for the template, by name
     */
    public void send(RequestContext request, String template, Map<String, Object> variables) throws IOException {
        Context context = context(Language.of(request), request.contextPath(), variables);
        context.setVariable(HERE, variables.getOrDefault(HERE, address(request)));
        request.header("Vary", "Accept-Encoding, " + Language.VARY);
        if (MediaTypes.acceptsGzip(request.headerLines("Accept-Encoding"))) {
            request.send(CONTENT_TYPE, out -> {
                try (GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER_SIZE)) {
                    render(template, context, gzip);
                }
            });
            // If the page cannot be rendered, what is sent instead is not compressed.
            request.header("Content-Encoding", "gzip");
        } else {
            request.send(CONTENT_TYPE, out -> render(template, context, out));
        }
    }

    /** Renders a page and discards it, so that the engine is ready for the first caller. */
    public void warmUp(String template, Map<String, Object> variables) throws IOException {
        Context context = context(Language.ENGLISH, "", variables);
        context.setVariable(HERE, "/");
        render(template, context, OutputStream.nullOutputStream());
    }

    /** The address that shows the same page again in another language: what was posted is not part of it. */
    private static String address(RequestContext request) {
        return request.uri()
                + (request.isRead() ? request.query().map(query -> "?" + query).orElse("") : "");
    }

    private Context context(Language language, String contextPath, Map<String, Object> variables) {
        Context context = new Context(language.locale(), variables);
        context.setVariable(CONTEXT_PATH, contextPath);
        context.setVariable(BRAND, brand);
        context.setVariable(TEXTS, Messages.in(language));
        context.setVariable(LANGUAGES, List.of(Language.values()));
        context.setVariable(ENGLISH, language == Language.ENGLISH ? "" : Language.ENGLISH.tag());
        return context;
    }

    private void render(String template, Context context, OutputStream out) throws IOException {
        try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            engine().process(template, context, writer);
        }
    }

    /** Resolves {@code #{…}} with the texts in the language of the page. */
    private static final class Texts extends AbstractMessageResolver {

        @Override
        public String resolveMessage(
                ITemplateContext context, Class<?> origin, String key, Object[] messageParameters) {
            return ((Messages) context.getVariable(TEXTS)).text(key, messageParameters);
        }

        @Override
        public String createAbsentMessageRepresentation(
                ITemplateContext context, Class<?> origin, String key, Object[] messageParameters) {
            throw new IllegalStateException("expected a text with the key " + key);
        }
    }

    /** Builds links without a request, since the pages need nothing else of it. */
    private static final class Links extends StandardLinkBuilder {

        @Override
        protected String computeContextPath(IExpressionContext context, String base, Map<String, Object> parameters) {
            return String.valueOf(context.getVariable(CONTEXT_PATH));
        }
    }
}
