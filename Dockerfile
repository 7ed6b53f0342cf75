# Onward in the official Jetty image:
#
#   docker build -t onward .
#   docker run --rm -p 8080:8080 onward
#
# docs/docker.md goes on from there. For readers who come from "FROM python … COPY . . RUN pip install … CMD flask run": each
# instruction below says which line of such a file it stands for.

# "ARG": what "docker build --build-arg" may change. The server that runs the application, as gunicorn would; any tag that is based
# on Debian or Ubuntu does. The Alpine ones do not: ONNX Runtime is built against glibc.
ARG JETTY_IMAGE=jetty:12.1.12-jdk25

# --- Build: "pip install" happens here, and nothing of it stays in the image but its results. It runs on the machine that
# builds, also if the image is for another.
FROM --platform=${BUILDPLATFORM} ${JETTY_IMAGE} AS build
USER root
# "WORKDIR": as cd, for this and all later lines.
WORKDIR /build
# "COPY . .": .dockerignore says what is not meant.
COPY . .
# "RUN pip install -r requirements.txt && python train.py". Maven's downloads are kept for the next build, outside of any image.
# The bill of materials leaves out what only "java -jar" needs: here Jetty is the server.
RUN --mount=type=cache,target=/maven MAVEN_USER_HOME=/maven ./mvnw -B -q -Dmaven.repo.local=/maven/repository package \
      -Dmaven.test.skip=true -DincludeProvidedScope=false
# The exploded WAR in parts, by how often they change. ONNX Runtime brings native libraries for four platforms, and only that of
# the image stays; amd64 and arm64 are there. --platform sets TARGETARCH, and so may --build-arg.
ARG TARGETARCH
RUN mkdir -p /layers/application /layers/runtime /layers/native \
 && cd /layers/application && jar -xf /build/target/onward.war && rm -rf WEB-INF/server WEB-INF/commands dev && mv WEB-INF/lib /layers/libraries \
 && cd /layers/runtime && jar -xf /layers/libraries/onnxruntime-*.jar \
 && case "${TARGETARCH:-$(uname -m)}" in \
      amd64 | x86_64) mv ai/onnxruntime/native/linux-x64/* /layers/native ;; \
      arm64 | aarch64) mv ai/onnxruntime/native/linux-aarch64/* /layers/native ;; \
      *) echo "ONNX Runtime has no native library for ${TARGETARCH:-$(uname -m)}" >&2; exit 1 ;; \
    esac \
 && rm -r ai/onnxruntime/native \
 && jar --create --file "$(echo /layers/libraries/onnxruntime-*.jar)" --manifest META-INF/MANIFEST.MF --date 2026-11-21T00:00:00Z * \
 && find /layers -exec touch -d 2026-11-21 {} +

# --- The image.
FROM ${JETTY_IMAGE}

# "LABEL": shown by registries and by "docker inspect".
LABEL org.opencontainers.image.title="Onward" \
      org.opencontainers.image.description="ONNX models of tabular data as a web application" \
      org.opencontainers.image.licenses="Apache-2.0"

# "RUN pip install gunicorn": the base has the server but not what deploys a WAR. "graceful" lets requests finish when the
# container is stopped. All in one layer, as each part needs those before it:
#
# 1. The start-up archive: the classes of Jetty and of the JDK, ready to be mapped into memory; docs/docker.md says what it gains.
#    It is made by a start with an empty application, so that no change of code changes it. The JVM wants no files among its class
#    folders then, and what the base has there are defaults of the log. It is written when Jetty has started, has answered a request
#    and is stopped again: as what the JDK calls an AOT cache where it knows how (25 and newer), which also holds classes already
#    linked and what a start learns of its methods, and as an AppCDS archive elsewhere, of whose parts the JVM's log calls one an
#    error that is none.
# 2. What the JVM is told, among Jetty's own settings, so that whoever lets the command be written again keeps it. In a small
#    container Java takes half of the memory for its heap, and ONNX Runtime works outside of it: a third leaves both enough in
#    256 MB. "--exec" is for who runs start.jar by itself: only another JVM can have these options.
# 3. The final java command line, written down, so that no start computes it again, and a container that may not write can start
#    at all.
RUN java -jar "$JETTY_HOME/start.jar" --add-modules=ee10-webapp,ee10-deploy,graceful \
 && rm resources/* && mkdir webapps/ROOT && archive="$JETTY_BASE/start.archive" \
 && if java -XX:+PrintFlagsFinal -version | grep -q AOTCacheOutput; \
    then make="-XX:AOTCacheOutput=$archive" use="-XX:AOTCache=$archive"; \
    else make="-XX:ArchiveClassesAtExit=$archive" use="-XX:SharedArchiveFile=$archive -Xlog:cds=off"; fi \
 && { JETTY_START=/tmp/once JAVA_OPTIONS="$make --enable-native-access=ALL-UNNAMED" \
      /docker-entrypoint.sh jetty.http.host=127.0.0.1 jetty.http.port=0 >/tmp/once.log 2>&1 & } \
 && for second in $(seq 120); do grep -q "Started oejs.Server@" /tmp/once.log && break; sleep 1; done; \
    bash -c "exec 3<>/dev/tcp/127.0.0.1/$(sed -n 's/.*{127.0.0.1:\([0-9]*\)}$/\1/p' /tmp/once.log) \
      && printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3 && cat <&3" >/dev/null; \
    kill "$!"; wait "$!"; cat /tmp/once.log; rm -rf /tmp/once* /tmp/hsperfdata_jetty; test -s "$archive" \
 && printf '%s\n' --exec -XX:MinRAMPercentage=35 $use -Donnxruntime.native.path=/usr/local/lib/onnxruntime \
      --enable-native-access=ALL-UNNAMED >start.d/onward.ini \
 && /generate-jetty-start.sh java -jar "$JETTY_HOME/start.jar" \
 && grep -q "$archive" jetty.start

# What changes seldom comes first: a change of code sends kilobytes, and not ONNX Runtime again. All of it belongs to root, so
# that the application cannot change itself. The native library is found where the option above says, not unpacked to /tmp at
# each start, and so /tmp may be "noexec".
COPY --from=build /layers/native/ /usr/local/lib/onnxruntime/
COPY --from=build /layers/libraries/ /var/lib/jetty/webapps/ROOT/WEB-INF/lib/
COPY --from=build /layers/application/ /var/lib/jetty/webapps/ROOT/

# "ENV": settings. Every one in docs/settings.md is a variable, but for the five that only "java -jar" reads, as here the server
# is Jetty's own; docs/docker.md has what to say instead. Docker kills after 10 seconds: 5 are Jetty's own to let requests finish,
# and 4 the application's.
ENV ONWARD_DRAIN=4
# Two pools for what is allocated outside of Java's heap, and not eight for each processor, each of which keeps what it had.
ENV MALLOC_ARENA_MAX=2

# "EXPOSE 5000": the port that the application listens on inside; "-p 8080:8080" opens it outside.
EXPOSE 8080

# "USER": not root. This is the base's user jetty, as a number since Kubernetes' runAsNonRoot believes no name. Any other number
# does as well: nothing is written but /tmp.
USER 999:999

# "HEALTHCHECK": healthy once the model is loaded and has reproduced its golden rows. The base has bash but need not have curl.
# Whoever gives Jetty another port gives another "--health-cmd" too.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# "STOPSIGNAL": what "docker stop" sends first. The port is closed, requests under way are answered, and the exit code is 143.
STOPSIGNAL SIGTERM

# "ENTRYPOINT" and "CMD flask run": as in the base, which these two lines repeat so that the file says what runs. The entry
# point replaces itself by Java, which thus is process 1 and hears the signal. What "docker run onward …" adds replaces CMD.
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["java", "-jar", "/usr/local/jetty/start.jar"]
