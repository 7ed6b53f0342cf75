# Onward in the official Jetty image:
#
#   docker build -t onward .
#   docker run --rm -p 8080:8080 onward
#
# See docs/docker.md for more. If you know Dockerfiles such as "FROM python … COPY . . RUN pip install … CMD flask run":
# the comments name the corresponding line of such a file.

# "ARG": a value that "docker build --build-arg" can change. The base image contains the server that runs the
# application, like gunicorn. Any tag based on Debian or Ubuntu works. Alpine does not, because ONNX Runtime is built
# against glibc.
ARG JETTY_IMAGE=jetty:12.1.12-jdk25

# --- Build stage, the counterpart of "pip install". Only its results become part of the image. It runs natively on the
# build machine, even if the image is for another architecture.
FROM --platform=${BUILDPLATFORM} ${JETTY_IMAGE} AS build
USER root
# "WORKDIR": the working directory of this and all later instructions.
WORKDIR /build
# "COPY . .": only the files that .dockerignore allows.
COPY . .
# "RUN pip install -r requirements.txt && python train.py". Maven's downloads are cached for the next build, outside of
# the image. The bill of materials excludes the libraries that only "java -jar" uses, because the image uses Jetty from
# the base image.
RUN --mount=type=cache,target=/maven MAVEN_USER_HOME=/maven ./mvnw -B -q -Dmaven.repo.local=/maven/repository package \
      -Dmaven.test.skip=true -DincludeProvidedScope=false
# Unpacks the WAR and splits it by how often the parts change. It leaves out the server, the command line and, of ONNX
# Runtime's native libraries for four platforms, all but that of the image (amd64 or arm64). --platform or --build-arg
# sets TARGETARCH.
ARG TARGETARCH
RUN mkdir -p /layers/application /layers/runtime /layers/native \
 && cd /layers/application && jar -xf /build/target/onward.war \
 && mkdir -p /layers/jetty/lib/intake /tmp/intake && cd /tmp/intake \
 && jar -xf /layers/application/WEB-INF/server/onward-*.jar dev/onward/launch/jetty dev/onward/settings \
 && jar --create --file /layers/jetty/lib/intake/intake.jar --no-manifest --date 2026-11-21T00:00:00Z dev \
 && cp -r /build/src/main/jetty/* /layers/jetty/ \
 && cd /layers/application && rm -rf WEB-INF/server WEB-INF/commands dev && mv WEB-INF/lib /layers/libraries \
 && mkdir WEB-INF/lib && mv /layers/libraries/onward-application.jar WEB-INF/lib/ \
 && cd /layers/runtime && jar -xf /layers/libraries/onnxruntime-*.jar \
 && case "${TARGETARCH:-$(uname -m)}" in \
      amd64 | x86_64) mv ai/onnxruntime/native/linux-x64/* /layers/native ;; \
      arm64 | aarch64) mv ai/onnxruntime/native/linux-aarch64/* /layers/native ;; \
      *) echo "ONNX Runtime has no native library for ${TARGETARCH:-$(uname -m)}" >&2; exit 1 ;; \
    esac \
 && rm -r ai/onnxruntime/native \
 && jar --create --file "$(echo /layers/libraries/onnxruntime-*.jar)" --manifest META-INF/MANIFEST.MF --date 2026-11-21T00:00:00Z * \
 && javac -d /layers/classlist /build/src/main/image/ClassList.java \
 && find /layers -exec touch -d 2026-11-21 {} +

# --- Image stage.
FROM ${JETTY_IMAGE}

# "LABEL": metadata that registries and "docker inspect" show.
LABEL org.opencontainers.image.title="Onward" \
      org.opencontainers.image.description="ONNX models of tabular data as a web application" \
      org.opencontainers.image.licenses="Apache-2.0"

# Until the image is complete, commands run as root, so that root owns what they write. In the base image, Jetty and its
# configuration belong to the user jetty, who could change what it runs.
USER root

# Onward's module for Jetty, which keeps the threads free of slow clients and reports what Jetty rejects. It is copied
# first, because the start-up archive contains its classes. Of our own code, only a change of this module or of the
# settings changes this layer.
COPY --from=build /layers/jetty/ /var/lib/jetty/

# "RUN pip install gunicorn": the base image contains the server but not the modules that deploy a WAR. The module
# "graceful" lets requests in progress finish when the container is stopped. The JVM does not support files in class
# folders together with the archive that is created below; the only ones in the base image are default logging
# properties, which are deleted.
RUN java -jar "$JETTY_HOME/start.jar" --add-modules=ee10-webapp,ee10-deploy,graceful,intake && rm resources/* && mkdir webapps/ROOT \
 && chown -R root:root "$JETTY_HOME" "$JETTY_BASE" && rm -rf /tmp/hsperfdata_*

# Layers that rarely change come first. The native library is loaded from the folder given below. It is not unpacked to /tmp, so /tmp can be mounted "noexec".
COPY --from=build /layers/native/ /usr/local/lib/onnxruntime/
COPY --from=build /layers/libraries/ /var/lib/jetty/webapps/ROOT/WEB-INF/lib/
COPY --from=build /layers/classlist/ /var/lib/jetty/classlist/

# Makes the server start quickly. All steps are in one layer, since each depends on the previous one:
#
# 1. Add JVM options to Jetty's configuration, so that they are kept if the Java command is generated again. By default,
#    the heap would take half of the memory of a small container. ONNX Runtime uses memory outside of the heap, and with
#    a third for the heap both have enough in 256 MB. Every 5 seconds, memory outside of the heap that is free again, such
#    as that of the compilers, is returned to the system, which takes milliseconds. After an OutOfMemoryError, the
#    process ends. Jetty does not log each Host header that is not valid; such a request is in the access log. "--exec" is
#    needed if start.jar is run directly, since such options require a new JVM.
# 2. Generate the final Java command, so that it is not computed at each start, and a container with a read-only file
#    system can start.
# 3. Create the start-up archive, an AppCDS archive, which contains the classes of Jetty, of the JDK and of the libraries
#    in the form in which the JVM maps them into memory; docs/docker.md shows the effect. The list of classes is computed
#    from the jars (src/main/image), not recorded from a run of Jetty: from the same list, and with the same heap, the JVM
#    creates the same archive. An AOT cache differs in each build. The archive does not depend on the application's own code.
RUN archive="$JETTY_BASE/start.archive" \
 && printf '%s\n' --exec -XX:MinRAMPercentage=35 -XX:TrimNativeHeapInterval=5000 -XX:+ExitOnOutOfMemoryError \
      "-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Donnxruntime.native.path=/usr/local/lib/onnxruntime \
      -Dorg.eclipse.jetty.util.HostPort.LEVEL=ERROR -Dorg.eclipse.jetty.http.HttpParser.LEVEL=ERROR \
      --enable-native-access=ALL-UNNAMED >start.d/onward.ini \
 && /generate-jetty-start.sh java -jar "$JETTY_HOME/start.jar" \
 && grep -q "$archive" jetty.start \
 && java -cp classlist ClassList jetty.start webapps/ROOT/WEB-INF/lib >/tmp/once.classes \
 && JDK_JAVA_OPTIONS="-Xshare:dump -XX:SharedClassListFile=/tmp/once.classes -Xmx128m -XX:+UseG1GC" sh jetty.start \
 && test -s "$archive" && rm -rf /tmp/once.classes /tmp/hsperfdata_* classlist

# Only this layer contains our own code. After a change of it, only this one is pushed.
COPY --from=build /layers/application/ /var/lib/jetty/webapps/ROOT/

# "ENV": settings. Each setting in docs/settings.md is an environment variable, except for five that apply only to "java
# -jar"; docs/docker.md lists their replacements. Docker kills a container 10 seconds after the stop signal: Jetty uses
# up to 5 of them to complete requests, and the application up to 4.
ENV ONWARD_DRAIN=4
# Limits glibc to two memory pools outside of Java's heap, and lets them release free memory above 64 KiB. The default is
# eight per processor, and a limit that grows with what was freed.
ENV MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=65536

# "EXPOSE 5000": the port inside the container; "-p 8080:8080" publishes it.
EXPOSE 8080

# "USER": not root. 999 is the user jetty of the base image. Kubernetes' runAsNonRoot requires a number. Any other user
# works, too, because the application writes only to /tmp.
USER 999:999

# "HEALTHCHECK": healthy once the model is loaded and has reproduced its golden rows. Uses bash, since the base image
# may not have curl. If you change Jetty's port, also set "--health-cmd".
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# "STOPSIGNAL": the signal that "docker stop" sends first. Jetty closes its port and completes requests in progress. The
# exit code is 143.
STOPSIGNAL SIGTERM

# "ENTRYPOINT" and "CMD flask run": the same as in the base image, repeated here to show what runs. The entry point
# replaces itself with Java, which is therefore process 1 and receives the signal. Arguments of "docker run onward …"
# replace CMD.
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["java", "-jar", "/usr/local/jetty/start.jar"]
