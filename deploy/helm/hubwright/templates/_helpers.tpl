{{/* What the hub reads: the values without what only concerns objects of the cluster, and under hub.config where things are here. */}}
{{- define "hubwright.settings" -}}
{{- $hub := omit .Values.hub "affinity" "annotations" "containerSecurityContext" "db" "deploymentStrategy" "extraContainers" "extraPodSpec" "extraVolumeMounts" "extraVolumes" "fsGid" "image" "initContainers" "labels" "lifecycle" "livenessProbe" "networkPolicy" "nodeSelector" "pdb" "podSecurityContext" "readinessProbe" "resources" "revisionHistoryLimit" "service" "serviceAccount" "serviceAccountName" "tolerations" "uid" -}}
{{- $here := include "hubwright.here" . | fromYaml -}}
{{- $_ := set $hub "config" (mergeOverwrite $here (deepCopy (.Values.hub.config | default dict))) -}}
{{- $_ := set $hub "db" (omit .Values.hub.db "pvc") -}}
{{- $code := dict -}}
{{- range $name, $file := .Values.hub.extraFiles }}{{ if hasPrefix "/usr/local/etc/jupyterhub/jupyterhub_config.d/" $file.mountPath }}{{ $_ := set $code $name $file }}{{ end }}{{ end -}}
{{- $_ := set $hub "extraFiles" $code -}}
{{- $values := omit .Values "enabled" "fullnameOverride" "global" "httpRoute" "imagePullSecret" "ingress" "nameOverride" "prePuller" "rbac" -}}
{{- $_ := set $values "hub" $hub -}}
{{- $_ := set $values "proxy" (pick .Values.proxy "https") -}}
{{- $_ := set $values "singleuser" (omit .Values.singleuser "cloudMetadata" "networkPolicy" "networkTools") -}}
{{- $_ := set $values "scheduling" (pick (.Values.scheduling | default dict) "userPods") -}}
{{- $_ := set $values "imagePullSecrets" (include "hubwright.pullSecrets" . | fromYamlArray) -}}
{{- toYaml $values -}}
{{- end -}}

{{/* Addresses come from the variables that pods have of services, so that a cluster without names will do. */}}
{{- define "hubwright.here" -}}
JupyterHub:
  hub_connect_url: http://${env:HUB_SERVICE_HOST}:${env:HUB_SERVICE_PORT}
  data_folder: /srv/hubwright/data
{{- if and (eq .Values.hub.db.type "sqlite-pvc") (not .Values.hub.db.url) }}
  db_url: sqlite:////srv/hubwright/data/hub.sqlite
{{- end }}
ConfigurableHTTPProxy:
  should_start: false
  api_url: http://${env:PROXY_API_SERVICE_HOST}:${env:PROXY_API_SERVICE_PORT}
{{- end -}}

{{- define "hubwright.image" -}}
{{ .Values.hub.image.name }}{{ with .Values.hub.image.tag }}:{{ . }}{{ end }}
{{- end -}}

{{- define "hubwright.pullSecrets" -}}
{{- if and .Values.imagePullSecret .Values.imagePullSecret.create }}
- name: image-pull-secret
{{- end }}
{{- range .Values.imagePullSecrets }}
- name: {{ if kindIs "string" . }}{{ . }}{{ else }}{{ .name }}{{ end }}
{{- end }}
{{- end -}}

{{- define "hubwright.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* The secret that hub and proxy share: what is given, else what there is, else a new one. */}}
{{- define "hubwright.token" -}}
{{- with .Values.proxy.secretToken -}}
{{ . }}
{{- else -}}
{{- with (lookup "v1" "Secret" .Release.Namespace "hub").data -}}
{{ index . "proxy-token" | b64dec }}
{{- else -}}
{{ randAlphaNum 64 }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Variables: a map of names to texts or to what a variable is made from, or a list as in a pod. */}}
{{- define "hubwright.variables" -}}
{{- if kindIs "slice" . }}
{{ toYaml . }}
{{- else }}
{{- range $name, $value := . }}
- name: {{ $name | quote }}
{{- if kindIs "map" $value }}
  {{- toYaml (omit $value "name") | nindent 2 }}
{{- else }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A file of hub.extraFiles, as text. */}}
{{- define "hubwright.file" -}}
{{- if .stringData }}{{ .stringData }}{{ else if hasSuffix ".json" .mountPath }}{{ .data | toPrettyJson }}{{ else if hasSuffix ".toml" .mountPath }}{{ .data | toToml }}{{ else }}{{ .data | toYaml }}{{ end }}
{{- end -}}

{{/* What would be left out in silence is refused. */}}
{{- define "hubwright.check" -}}
{{- if .Values.hub.existingSecret }}{{ fail "hub.existingSecret is not read: hand its keys over by hub.extraEnv with valueFrom, and name them as ${env:NAME} in hub.config" }}{{ end }}
{{- if or .Values.hub.command .Values.hub.args }}{{ fail "hub.command and hub.args are of another program: write settings under hub.config" }}{{ end }}
{{- if (.Values.httpRoute | default dict).enabled }}{{ fail "httpRoute is not made: make one of your own for the service proxy-public, or use ingress" }}{{ end }}
{{- $https := .Values.proxy.https | default dict }}
{{- if and $https.enabled (not (has ($https.type | default "letsencrypt") (list "secret" "offload"))) }}{{ fail (printf "proxy.https.type = %s is not there: let an Ingress get certificates (ingress.tls), or give one by proxy.https.type: secret, or offload where the load balancer speaks https" ($https.type | default "letsencrypt")) }}{{ end }}
{{- end -}}
